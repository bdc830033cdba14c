"""Reports to voters (述职): which deputy reported, at which meeting, by word or in writing."""
