"""Embeddings, the Chroma and lexical indexes, and the retriever over both."""
