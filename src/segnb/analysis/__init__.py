"""From observations and measures to findings: shares, trends, comparison, area types, disclosure.

Pure functions of plain frames: nothing here reads a store, fetches or draws. Shares are in per
cent. `lower, upper` are the 95 per cent interval, `lower80, upper80` that of 80 per cent, and
`reason` is an empty word where there is a value.
"""
