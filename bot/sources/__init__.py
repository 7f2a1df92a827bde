"""Reading documents, and the store that keeps them."""
