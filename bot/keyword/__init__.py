"""Keyword search: type a word, see every passage that holds it. The nouns, left to right:

Alphabet     the characters of a collection, folded, as small numbers.
Layout       all titles and texts in one array of those numbers; a position is an offset into it.
Postings     where each pair of Han characters and each Latin word stands: positions, not passages.
Unit         a run of Han characters or one Latin word of a query.
Units        a sequence of them: what must stand one after the other, as in a phrase.
Clause       what a passage must hold, in alternatives from exact to doubtful.
Level        how a passage met a clause; a better level always stands above a worse one.
Evidence     level and score of every passage for a clause, and the places to mark.

Chinese is never cut into words to be found: any run of characters is looked up by its rarest pair
and checked character by character, so that no substring can be missed and no two characters that
merely sound alike are mixed. Words matter only for what is searched besides the text as typed.
"""
