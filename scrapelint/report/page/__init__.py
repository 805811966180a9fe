"""The parts of the HTML report: what is put into the page, and the page."""
