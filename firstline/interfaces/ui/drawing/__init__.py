"""Pictures of figures, drawn on the server as SVG without script: bars, columns, lines, heat maps, flows and points.

Every picture takes figures that carry the text to say and the address of their rows, so that each mark is a link.
Colours come from the sheet (`drawing.css`), which knows both themes and paper.
"""
