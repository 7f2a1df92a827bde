"""What Lectern learns from: public questions and sentences, a larger model as a teacher, and the training itself."""
