"""Fresh stores of this folder hold a few provinces."""

from tests.small_country import postgres_template, store_template

__all__ = ["postgres_template", "store_template"]
