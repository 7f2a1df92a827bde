"""Question sets of others: SQuAD 2.0, CLAP-NQ, BEIR, WiCE, KPA-2021; read from the user's own copies."""
