"""MSELs as tables: spreadsheets and CSV as cells with their places, and rows as injects."""
