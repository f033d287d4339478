"""Printed names of companies -> securities by date."""
