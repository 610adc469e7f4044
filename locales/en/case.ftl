# The case page
case-person-erased = (name erased by law)
case-programme-itself = the system itself
