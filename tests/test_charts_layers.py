"""Figures are drawn as PNG from fewer layers than Vega makes of them, and look the same."""

import re
import xml.etree.ElementTree as ET

import pytest

from ai_compute.charts.layers import fewer_layers

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50">'
CLIPS = (
    '<defs><clipPath id="clip1"><rect x="0" y="0" width="90" height="40"/></clipPath>'
    '<clipPath id="clip2"><rect x="0" y="0" width="90" height="40"/></clipPath>'
    '<clipPath id="clip3"><rect x="5" y="0" width="80" height="40"/></clipPath></defs>'
)


def marks(svg: str) -> list[str | None]:
    """Ids of marks, in the order in which they are drawn."""
    return [element.get("id") for element in ET.fromstring(svg).iter() if element.get("id", "").startswith("mark")]


def clips_around(svg: str, mark: str) -> list[str]:
    """The clips that cut a mark, from the outermost."""
    parents = {child: parent for parent in ET.fromstring(svg).iter() for child in parent}
    at = next(element for element in parents if element.get("id") == mark)
    found = []
    while at is not None:
        found += [at.get("clip-path", "")]
        at = parents.get(at)
    return [clip for clip in reversed(found) if clip]


def group(clip: str, mark: str) -> str:
    return f'<g clip-path="url(#{clip})"><path id="{mark}" d="M0,0h9" fill="#111111"/></g>'


WITHIN_FRAME = '<g transform="translate(0,0)"><g><path class="background" d="M0,0h90v40h-90Z"/>{}</g></g>'


@pytest.mark.parametrize("apart", ["{}", WITHIN_FRAME])
def test_neighbours_that_are_cut_alike_share_one_clip(apart):
    both = [apart.format(group(f"clip{at}", f"mark{at}")) for at in (1, 2)]
    svg = f"{HEAD}{CLIPS}<g>{''.join(both)}</g></svg>"
    drawn = fewer_layers(svg)
    assert drawn.count('clip-path="') == 1
    assert marks(drawn) == marks(svg)
    assert clips_around(drawn, "mark1") == clips_around(drawn, "mark2") == ["url(#clip1)"]


def test_what_stands_between_and_other_clips_stay_where_they_are():
    between = '<path id="mark2" d="M0,0h9" stroke="#222222"/>'
    after = group("clip2", "mark3") + group("clip3", "mark4")
    svg = f"{HEAD}{CLIPS}<g>{group('clip1', 'mark1')}{between}{after}</g></svg>"
    drawn = fewer_layers(svg)
    assert marks(drawn) == ["mark1", "mark2", "mark3", "mark4"]
    assert clips_around(drawn, "mark2") == []
    assert clips_around(drawn, "mark4") == ["url(#clip3)"]


def test_groups_that_are_moved_or_painted_beside_what_is_cut_keep_their_own_clips():
    painted = '<path id="mark3" class="background" d="M0,0h90v40h-90Z" fill="#eeeeee"/>'
    apart = [
        f'<g transform="translate(5,0)"><g>{group("clip1", "mark1")}</g></g>',
        f"<g>{painted}{group('clip2', 'mark2')}</g>",
    ]
    drawn = fewer_layers(f"{HEAD}{CLIPS}<g>{''.join(apart)}</g></svg>")
    assert [clips_around(drawn, mark) for mark in ("mark1", "mark2")] == [["url(#clip1)"], ["url(#clip2)"]]
    assert clips_around(drawn, "mark3") == []


def test_filled_rectangles_are_cut_only_where_they_leave_their_clip():
    paths = ("M0,0h90v40h-90Z", "M0.5,0h90v40h-90Z", "M0,-1h9v9h-9Z", "M0,0h9", 'M0,0h9v9h-9Z" stroke="#111111')
    between = '<path d="M0,0h9" stroke="#222222"/>'
    groups = [
        f'<g clip-path="url(#clip1)"><path id="mark{at}" fill="#111111" d="{path}"/></g>{between}'
        for at, path in enumerate(paths)
    ]
    drawn = fewer_layers(f"{HEAD}{CLIPS}<g>{''.join(groups)}</g></svg>")
    assert [bool(clips_around(drawn, f"mark{at}")) for at in range(len(paths))] == [False, True, True, True, True]


def test_a_mark_with_one_paint_is_painted_as_thinly_as_the_mark_was():
    svg = f'{HEAD}<path d="M0,0h9" fill="none" stroke="#222222" opacity="0.4"/></svg>'
    assert 'stroke-opacity="0.4"' in fewer_layers(svg)
    assert " opacity=" not in fewer_layers(svg)


def test_a_mark_with_two_paints_or_parts_keeps_its_opacity():
    both = '<path d="M0,0h9" fill="#333333" stroke="#222222" opacity="0.4"/>'
    parts = '<g fill="#333333" opacity="0.5"><path d="M0,0h9"/></g>'
    own = '<path d="M0,0h9" fill="#333333" fill-opacity="0.2" opacity="0.6"/>'
    drawn = fewer_layers(f"{HEAD}{both}{parts}{own}</svg>")
    assert re.findall(r' opacity="([\d.]+)"', drawn) == ["0.4", "0.5", "0.6"]
