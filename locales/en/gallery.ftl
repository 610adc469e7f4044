# The page of all parts

gallery-title = Gallery
