"""An assessment as an Excel workbook, to be filled in without this tool and read back.

`write.write_workbook` and `read.read_workbook` lose nothing: an assessment that is written and read again has the same
scores and the same current answers. Both import openpyxl, which is slow, so import them where they are used.
"""
