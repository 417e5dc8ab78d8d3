"""Finding the end of a chunked body (RFC 9112, section 7.1). Pure.

Only finds the end; what the chunks hold is taken out, and judged strictly, by gunicorn's parser,
which never sees more than was found here.
"""

from __future__ import annotations

LONGEST_SIZE_LINE = 256
LONGEST_TRAILERS = 8 * 1024


class BadChunk(ValueError):
    """Raised for a body that is not chunked as it should be."""


class ChunkScanner:
    """A scanner that follows the chunks of one body as its bytes arrive, in linear time."""

    def __init__(self) -> None:
        self.done = False
        self._line = bytearray()
        self._left = 0
        self._reads_size = True
        self._trailers = -1

    def feed(self, data: bytes) -> int:
        """Take ``data`` and return how much of it belongs to the body.

        :raises BadChunk: where it cannot be followed.
        """
        at = 0
        while at < len(data) and not self.done:
            if self._left:
                step = min(self._left, len(data) - at)
                self._left -= step
                at += step
                continue
            end = data.find(b"\n", at)
            piece = data[at : end + 1] if end >= 0 else data[at:]
            self._line += piece
            at += len(piece)
            limit = LONGEST_SIZE_LINE if self._trailers < 0 else LONGEST_TRAILERS
            if len(self._line) > limit:
                raise BadChunk("a line of a chunk is too long")
            if end >= 0:
                line = bytes(self._line)
                self._line.clear()
                self._end_of_line(line)
        return at

    def _end_of_line(self, line: bytes) -> None:
        if not line.endswith(b"\r\n"):
            raise BadChunk("a line ends without CR")
        line = line[:-2]
        if self._trailers >= 0:
            self._trailers += len(line) + 2
            if self._trailers > LONGEST_TRAILERS:
                raise BadChunk("the trailers are too long")
            self.done = not line
        elif not self._reads_size:
            if line:
                raise BadChunk("a chunk is longer than it said")
            self._reads_size = True
        else:
            size = line.partition(b";")[0].strip(b" \t")
            if not size or len(size) > 15 or size.strip(b"0123456789abcdefABCDEF"):
                raise BadChunk("a chunk has no size")
            self._left = int(size, 16)
            self._reads_size = False
            if self._left == 0:
                self._trailers = 0
