"""Terms of office: how a deputy came, at which level, from when until when."""
