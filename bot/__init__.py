"""The roof: reads the configuration, joins the parts, moves messages in and out."""
