"""Small things without a mentoring word in them: refusals, states, dates, paging, spreadsheets."""
