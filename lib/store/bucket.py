"""A bucket of an S3-compatible store: names are listed, contents put, read and deleted, each within bounded time.

Keys, endpoint and region come by their usual names (``AWS_ACCESS_KEY_ID``, ``AWS_SECRET_ACCESS_KEY``,
``AWS_ENDPOINT_URL``, ``AWS_REGION``), which the client library reads itself. The library is loaded by
the first use: who has no bucket pays nothing for it.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from lib.config import forgettable, settings
from lib.domain.errors import StorageProblem
from lib.store.bucket_trouble import NO_BUCKET, no_address, no_endpoint, no_keys, not_whole, trouble_at

if TYPE_CHECKING:
    from obstore.store import S3Store

SCHEME: Final = "s3://"
_ADDRESS: Final = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:/[^/@:]+)*)/?")
#: The least that S3 takes as one part of many, bytes: on a slow line one of them comes through in time.
_PART: Final = 5 * 1024 * 1024
#: A request that carries no content is waited for no longer than this, seconds.
_SHORT: Final = 15.0
#: All of a content has come by then, whatever the line.
_LONGEST_STREAM: Final = timedelta(hours=1)
#: Under which name an object says what it holds.
_DIGEST: Final = "sha256"
_ENDPOINTS: Final = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")
#: One of these is enough: a pair of keys, or a machine that is given some by where it runs.
_KEYS: Final = (
    ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
    ("AWS_WEB_IDENTITY_TOKEN_FILE",),
    ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",),
    ("AWS_CONTAINER_CREDENTIALS_FULL_URI",),
)


@dataclass(frozen=True)
class BucketEntry:
    """One object: its name below the bucket's folder, bytes, when it came (by the store's clock), SHA-256 if it says so."""

    name: str
    size: int
    at: datetime
    digest: str = ""


@dataclass(frozen=True)
class Bucket:
    """A folder of a bucket. Everything raises `StorageProblem` with a sentence when the store does not do it."""

    name: str
    folder: str = ""

    def __str__(self) -> str:
        return f"{SCHEME}{self.name}" + (f"/{self.folder}" if self.folder else "")

    def below(self, part: str) -> Bucket:
        """A folder of this one."""
        return replace(self, folder=f"{self.folder}/{part}" if self.folder else part)

    def entries(self, *, deep: bool) -> list[BucketEntry]:
        """Everything in it; `deep`: in the folders below as well."""
        import obstore

        with self._in_words(_SHORT) as store:
            found = obstore.list(store).collect() if deep else obstore.list_with_delimiter(store)["objects"]
        return [BucketEntry(one["path"], one["size"], one["last_modified"]) for one in found]

    def entry(self, name: str) -> BucketEntry | None:
        """One object; None when there is none."""
        import obstore

        try:
            with self._in_words(_SHORT) as store:
                answer = obstore.get(store, name, options={"head": True})
                meta, told = answer.meta, answer.attributes
        except FileNotFoundError:
            return None
        return BucketEntry(name, meta["size"], meta["last_modified"], str(told.get(_DIGEST, "")))

    def put(self, name: str, content: bytes | Path, digest: str) -> None:
        """Have a content under a name, whole or not at all; `digest`: its SHA-256. It lies there when this returns."""
        import obstore

        with self._in_words() as store:
            # One part after another: side by side they would share a slow line, and all come too late.
            obstore.put(store, name, content, attributes={_DIGEST: digest}, chunk_size=_PART, max_concurrency=1)

    def parts(self, name: str) -> Iterator[bytes]:
        """What lies under a name, part by part, all of it or an error. Raises `FileNotFoundError`."""
        import obstore

        came = 0
        with self._in_words(streaming=True) as store:
            answer = obstore.get(store, name)
            for part in answer.stream(_PART):
                came += len(part)
                yield bytes(part)
        if came != answer.meta["size"]:
            raise StorageProblem(not_whole(str(self), name))

    def read(self, name: str) -> bytes:
        """All that lies under a name. Raises `FileNotFoundError`."""
        return b"".join(self.parts(name))

    def delete(self, names: Iterable[str]) -> None:
        """Have nothing under some names; what is not there is no trouble."""
        import obstore

        with self._in_words(_SHORT) as store:
            for name in names:
                try:
                    obstore.delete(store, name)
                except FileNotFoundError as error:
                    if NO_BUCKET in str(error):
                        raise

    @contextmanager
    def _in_words(self, longest: float = 60.0, *, streaming: bool = False) -> Iterator[S3Store]:
        """The client, and its trouble in our words; an object that is not there stays `FileNotFoundError`."""
        from obstore.exceptions import BaseError

        seconds = min(longest, settings().s3_seconds)
        try:
            yield _client(self.name, self.folder, seconds, streaming)
        except FileNotFoundError as error:
            if NO_BUCKET in str(error):
                raise StorageProblem(trouble_at(str(self), error, seconds)) from None
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT)) from None
        except (BaseError, OSError, ValueError) as error:
            # "from None": the library's text may quote a key or a signature, and a log keeps what caused an error.
            raise StorageProblem(trouble_at(str(self), error, seconds)) from None


def bucket_at(address: str, variable: str) -> Bucket:
    """The bucket that a setting names (``s3://bucket/folder``); raises `StorageProblem` when it names none."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise StorageProblem(no_address(variable))
    return Bucket(found[1], found[2].strip("/"))


@forgettable
@cache
def _client(name: str, folder: str, seconds: float, streaming: bool) -> S3Store:
    """One client a folder, which keeps its connections; settings of the environment are read as it is made.

    `streaming`: `seconds` are for each piece that comes, not for all of it: a slow line is no reason to give up.
    """
    from obstore.store import S3Store

    if not any(all(os.environ.get(key) for key in keys) for keys in _KEYS):
        # Without keys the library would ask a machine's neighbourhood for some, and wait for it.
        raise StorageProblem(no_keys(f"{SCHEME}{name}"))
    longest = timedelta(seconds=seconds)
    # Said here and not left to the library: a variable that is set to nothing would end the process there.
    region = _said("AWS_REGION", "AWS_DEFAULT_REGION") or "us-east-1"
    endpoint = _endpoint() or f"https://s3.{region}.amazonaws.com"
    return S3Store(
        name,
        prefix=folder or None,
        # One request each: not every store knows how to delete many at once.
        config={"disable_bulk_delete": True, "endpoint": endpoint, "region": region},
        client_options={
            "allow_http": endpoint.startswith("http://"),
            "connect_timeout": min(longest, timedelta(seconds=10)),
            "timeout": _LONGEST_STREAM if streaming else longest,
            "read_timeout": longest,
        },
        # Once the time is over nothing is tried again: a request ends within twice of it, whatever happens.
        retry_config={"max_retries": 2, "retry_timeout": longest},
    )


def _said(*names: str) -> str:
    """The first of some variables that says anything; '' when none does."""
    return next((said for name in names if (said := os.environ.get(name, "").strip())), "")


def _endpoint() -> str:
    """Where the store is, '' for the one that made the names; raises `StorageProblem` when it is no address."""
    endpoint = _said(*_ENDPOINTS)
    if not endpoint:
        return ""
    try:
        parts = urlsplit(endpoint)
        fits = parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1) and parts.username is None
    except ValueError:
        fits = False
    if not fits or re.search(r"\s", endpoint):
        raise StorageProblem(no_endpoint())
    return endpoint
