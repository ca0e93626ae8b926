"""Text into terms. The nouns of this package, in the order a text meets them:

Folding     text -> text of the same length: one script (Simplified), one width, one case.
Token       a term and the span of the displayed text it stands for.
Tokenizer   folded text -> word tokens; jieba cuts Chinese, a regular expression cuts Latin.
Concept     an entry of the glossary: one idea with its Chinese and English names.
Mention     a place in a text where a concept is named, in whichever language.
Analyzer    text -> Analysis (words and mentions); the same one for passages and for questions, so
            that both can never drift apart.
"""
