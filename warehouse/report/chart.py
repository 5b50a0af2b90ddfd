"""Draws Kaplan-Meier curves with the numbers at risk below, as SVG that follows the colours of its page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from warehouse.report.survival import Curve

# Colours that no theme uses. The SVG is made with these, and they are then replaced by the page's own: so
# one drawing is legible on a light screen, on a dark one and on paper.
_INK = "#010203"
_GRID = "#040506"
_GROUP_COLOURS = {"positive": "#070809", "negative": "#0a0b0c"}
_PAGE_COLOURS = {
    _INK: "var(--ink)",
    _GRID: "var(--rule)",
    _GROUP_COLOURS["positive"]: "var(--positive)",
    _GROUP_COLOURS["negative"]: "var(--negative)",
}
# Not by colour alone: who sees none, or prints in grey, tells the groups by the dash.
_DASHES = {"positive": [1, 0], "negative": [6, 3]}
_WIDTH, _HEIGHT, _ROW, _SPARE = 360, 230, 20, 24
_FONT = "system-ui, sans-serif"
_AXIS = {
    **dict.fromkeys(("labelColor", "titleColor", "domainColor", "tickColor"), _INK),
    "gridColor": _GRID,
    "labelFontSize": 13,
    "titleFontSize": 13,
    "titleFontWeight": "normal",
}


def draw(curves: Sequence[Curve], times: Sequence[int], ordinal: int) -> str:
    """An SVG of the curves that are drawn; ``times`` are the axis ticks, in months.

    ``ordinal`` tells this drawing's inner names from those of the others on the page.
    """
    import altair as alt
    import vl_convert

    shown = [curve for curve in curves if curve.is_drawn]
    groups = [curve.group for curve in shown]
    longest = max([times[-1], *(curve.steps[-1].time for curve in shown)])
    time = alt.X(
        "time:Q",
        title="Months",
        scale=alt.Scale(domain=[0, longest], nice=False),
        axis=alt.Axis(values=list(times), format="d"),
    )
    # no legend: the numbers at risk name each group in its colour, and the table below shows its line
    colour = alt.Color(
        "group:N",
        scale=alt.Scale(domain=groups, range=[_GROUP_COLOURS[group] for group in groups]),
        legend=None,
    )
    dash = alt.StrokeDash(
        "group:N", scale=alt.Scale(domain=groups, range=[_DASHES[group] for group in groups]), legend=None
    )
    steps = [_row(curve.group, step) for curve in shown for step in curve.steps]
    ended = [_row(curve.group, step) for curve in shown for step in curve.censored]
    share = alt.Y(
        "survival:Q",
        title="Without event",
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1]),
    )
    base = alt.Chart(alt.InlineData(values=steps))
    band = base.mark_area(interpolate="step-after", opacity=0.16).encode(
        x=time, y=alt.Y("lower:Q", title="Without event"), y2="upper:Q", color=colour
    )
    line = base.mark_line(interpolate="step-after", strokeWidth=2).encode(
        x=time, y=share, color=colour, strokeDash=dash
    )
    tick = (
        alt.Chart(alt.InlineData(values=ended))
        .mark_tick(orient="vertical", size=8, thickness=1)
        .encode(x=time, y=share, color=colour)
    )
    upper = alt.layer(band, line, tick).properties(width=_WIDTH, height=_HEIGHT)
    chart = (
        alt.vconcat(upper, _at_risk(shown, times, longest, colour), spacing=4)
        .resolve_scale(x="independent", color="independent")
        .configure(background="transparent", font=_FONT, padding=4, aria=False)
        .configure_view(stroke=None)
        .configure_axis(**_AXIS)
        .configure_title(color=_INK, fontSize=13, fontWeight="normal", anchor="start")
    )
    svg = vl_convert.vegalite_to_svg(chart.to_dict(validate=False))
    return _fit(svg, ordinal)


def _at_risk(shown: Sequence[Curve], times: Sequence[int], longest: float, colour: Any) -> Any:
    """The numbers at risk, in a row per group below the axis and in the group's colour."""
    import altair as alt

    rows = [
        {"group": curve.group, "time": time, "n": f"{n:,}"}
        for curve in shown
        for time, n in zip(times, curve.at_risk, strict=True)
    ]
    order = [curve.group for curve in shown]
    return (
        alt.Chart(alt.InlineData(values=rows), title="Number at risk")
        .mark_text(fontSize=13, font=_FONT)
        .encode(
            x=alt.X("time:Q", scale=alt.Scale(domain=[0, longest], nice=False), axis=None),
            y=alt.Y(
                "group:N",
                sort=order,
                title=None,
                axis=alt.Axis(domain=False, ticks=False, grid=False, labelPadding=22),
            ),
            text="n:N",
            color=colour,
        )
        .properties(width=_WIDTH, height=_ROW * len(order))
    )


def _row(group: str, step: Any) -> dict[str, Any]:
    return {
        "group": group,
        "time": step.time,
        "survival": step.survival,
        "lower": step.lower,
        "upper": step.upper,
    }


def _fit(svg: str, ordinal: int) -> str:
    """Give the drawing the page's colours and width, and names of its own.

    The text around it says what it shows, so it is hidden from a screen reader, which would read every
    number twice.
    """
    for made, page in _PAGE_COLOURS.items():
        svg = svg.replace(f'"{made}"', f'"{page}"')
    svg = re.sub(r'\bid="([^"]+)"', rf'id="k{ordinal}-\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#k{ordinal}-\1)", svg)
    # room at the left for a font wider than the one that the drawing was measured with
    svg = re.sub(
        r'viewBox="0 0 (\d+) (\d+)"',
        lambda box: f'viewBox="-{_SPARE} 0 {int(box[1]) + _SPARE} {box[2]}"',
        svg,
        count=1,
    )
    svg = re.sub(r'<svg\b([^>]*?) width="[^"]*" height="[^"]*"', r"<svg\1", svg, count=1)
    return svg.replace("<svg", '<svg aria-hidden="true" focusable="false"', 1)
