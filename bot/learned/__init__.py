"""What is learned: the embedding model, on ONNX Runtime, or any other one through sentence-transformers."""
