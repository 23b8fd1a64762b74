"""The tear sheet of a simulation: one page of charts and figures, as a picture and as HTML."""
