"""Terms into scores.

BM25         term counts -> one score per passage; the formula of rank_bm25 with the Lucene idf.
TF-IDF       character n-grams -> cosine similarity; repairs what segmentation misses.
Field        one view of the passages (words, heading, n-grams, concepts …) with its index.
Fusion       the parts of a score -> one number, by fitted weights.
Storage      an index <-> a folder of plain arrays with checksums; never pickle.
"""
