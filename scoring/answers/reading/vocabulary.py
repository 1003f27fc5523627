"""Words of grammar and everyday words: lists that any English text shares."""


def listed(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


WEAK_WORDS = listed(
    """
    able add after again all also answer anyone anything ask back bad before best big bring business
    call case come company day different do end ensure even every everyone everything few find first get
    give go good great happen have help high hour include issue just keep kind know last let level
    little long look lot low make many minute month more most move much need new next now number old
    once one only other own part people person place point possible problem provide put question really
    right run same say see send set short show since small somebody someone soon sort start still sure
    take team then thing think time today tomorrow tonight try turn until use want way week when whole
    without work year
    """
)
"""Everyday words that carry little of a point's meaning (assumption)."""

FUNCTION_WORDS = listed(
    """
    a about against although am an and any are as at be because been being between both but by can could
    d did do does down during each either for from had has have he her here his how i if in into is it
    its ll m may me might mine must my no nor not of off on onto or our out over per re s shall she
    should so some such t than that the their them then there these they this those though through to
    too under up us ve very via was we were what where whether which while who whom whose will with
    would yes you your
    """
)
"""Words of grammar."""
