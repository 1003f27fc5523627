"""The words of the screens: their language, fixed terms, and people's text shown as text."""
