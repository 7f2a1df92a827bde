"""The history of the corpus database's schema, run by alembic."""
