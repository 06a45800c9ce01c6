"""Tables people hand in: CSV in every dress and workbooks, row by row, with remarks that name the line."""
