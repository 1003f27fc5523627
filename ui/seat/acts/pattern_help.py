"""How to write a pattern, in the words of every screen that asks for one."""

from ui.language.words import t

GRAMMAR = t(
    "Words are found as they stand, in any case; * is any text between; /…/ is a regular"
    " expression (RE2). At most 200 characters."
)
EXAMPLE = t("for example: free voucher * everyone")
