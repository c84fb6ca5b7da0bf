"""Own fields of anything: kinds, what may stand in one, how an account makes and retires them."""
