"""How well documents are read: ten of different make, the share of true paragraphs found and of furniture kept."""
