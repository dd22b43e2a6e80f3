"""Which records photos and documents can be attached to: declared here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True)
class AttachmentRule:
    """What a kind of record takes."""

    #: PDF documents besides photos.
    documents: bool


#: Kind → what it takes. A kind that is missing takes nothing.
ATTACHABLE: Final[Mapping[str, AttachmentRule]] = MappingProxyType(
    {
        "evidence": AttachmentRule(documents=True),
        "event": AttachmentRule(documents=True),
        "forum": AttachmentRule(documents=False),
        "organisation": AttachmentRule(documents=True),
        "incubation_centre": AttachmentRule(documents=False),
        "local_product": AttachmentRule(documents=False),
        # The community's map and papers; a province's vision and plan; what was signed.
        "tambon_survey": AttachmentRule(documents=True),
        "provincial_network": AttachmentRule(documents=True),
        "agreement": AttachmentRule(documents=True),
    }
)

JPEG, WEBP, PDF = "image/jpeg", "image/webp", "application/pdf"
#: What is kept: pictures are made anew as one of the first two, documents stay as they came.
MEDIA_TYPES: Final[Mapping[str, str]] = MappingProxyType({JPEG: "jpg", WEBP: "webp", PDF: "pdf"})
#: Endings that a chooser of files offers; what a file is tells its content, never its name.
PICTURE_ENDINGS: Final = ("jpg", "jpeg", "png", "webp")
DOCUMENT_ENDINGS: Final = ("pdf",)
