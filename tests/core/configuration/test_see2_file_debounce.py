"""When a file that is being written is read."""

import pytest

from bot.core.configuration.file_debounce import FileContent, FileDebounce, UnreadableFile

A, B, C = b"a", b"b", b"c"
GONE = UnreadableFile("missing", "it is missing")


@pytest.mark.parametrize(
    ("looks", "judged"),
    [
        ([(0, A), (5, A)], []),
        ([(0, A), (1, B), (1.5, B)], []),
        ([(0, A), (1, B), (1.5, B), (2, B)], [B]),
        ([(0, A), (1, B), (1.5, C), (2.1, C), (2.5, C)], [C]),
        ([(0, A), (1, GONE), (1.25, B), (2.25, B)], [B]),
        ([(0, A), (1, GONE), (2, GONE), (3, GONE), (4, A), (5, A)], [GONE, A]),
        ([(0, A), (1, b""), (1.9, B), (2.9, B)], [B]),
        ([(0, A), (1, B), (1.5, A), (9, A)], []),
    ],
)
def test_see2_a_file_is_judged_once_it_has_been_the_same_for_a_second(
    looks: list[tuple[float, FileContent]], judged: list[FileContent]
) -> None:
    file, found = FileDebounce(A), []
    for now, seen in looks:
        file.note_content(seen, now)
        if file.is_settled(now) and file.is_news:
            found.append(file.take_content())
    assert found == judged
