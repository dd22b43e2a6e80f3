"""The facilitator's desk: a forum is made, run and put on paper."""
