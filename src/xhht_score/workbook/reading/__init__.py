"""A form that came back, read: cells, then cleaning, then checks, then the model; nothing is planned for it."""
