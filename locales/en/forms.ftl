# Forms: fields and what to correct

field-yuan = yuan
field-read-as = Read as
field-optional = { " " }(optional)
field-choose = Please choose
field-any = Any
field-file-limits = { $kinds }, up to { $size }

forms-unsaved = What you filled in has not been saved. Leave the page?
forms-required = Enter: { $label }
forms-choose = Choose: { $label }
forms-too-long = { $label }: at most { $max } characters; it has { $is }
forms-too-short = { $label }: at least { $min } characters
forms-control = { $label }: there is a character that cannot be seen ({ $code }). Delete it and type again
forms-not-money = { $label }: enter an amount, such as 12,345.67
forms-too-fine = { $label }: at most two decimals
forms-too-large-number = { $label }: the number is too large. Check the unit
forms-negative = { $label } cannot be below zero
forms-not-an-integer = { $label }: enter a whole number
forms-not-a-date = { $label }: enter a date that exists, such as 2026-09-17
forms-not-a-choice = { $label }: choose one of those listed
forms-outside = { $label } must be from { $low } to { $high }
forms-unknown = The form holds something unknown ({ $name }). Reload the page and fill it in again
forms-unreadable = The form could not be read in full. Check it and send it again
forms-file-required = Choose a file: { $label }
forms-file-empty = { $label }: the file “{ $name }” is empty. Check it and send it again
forms-file-kind = { $label }: what is in “{ $name }” does not match its ending, or is not of an accepted kind. Send { $kinds }
forms-file-too-large = { $label }: “{ $name }” is larger than { $size }. Make it smaller or split it
