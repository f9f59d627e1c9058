"""What leaves the office.

edition              the public edition: the reports made of released numbers alone, and their web site
open_data            the numbers of an edition as open data, all that describes them, and how each report came to be
disclosure_control   which numbers the public may have, and the attack on the finished edition
data_service         answers to requests for data
"""
