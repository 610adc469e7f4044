# Words every page uses

layout-skip = Skip to the content
layout-error-prefix = Error:{ " " }
layout-todo = What to do
layout-turn = With whom now
layout-due = By when
layout-aside = Related
layout-menu = Main menu
layout-rail = Work
layout-rail-late = some are late
layout-crumbs = You are here
layout-demo = Demo
layout-demo-says = Every enterprise, person and amount here is made up. The programme’s date is { $date }.
layout-demo-change = Change the date or the person

header-sign-in = Sign in
header-sign-out = Sign out
header-my-home = My home page
header-my-account = Account and sessions

menu-policies = Policies
menu-estimate = Estimate
menu-providers = Providers
menu-disclosure = Disclosure
menu-query = Case status

view-title = Text size and contrast
view-size-standard = Standard text
view-size-large = Large text
view-size-largest = Largest text
view-contrast-high = High contrast
view-contrast-standard = Standard contrast

foot-host = Run by
foot-contact = Questions
foot-accessibility = Accessibility statement

paper-print-hint = Print this page, or save it as PDF, with your browser
paper-hash = Data digest

notice-ok = Done
notice-attention = Please note
notice-stop = Cannot go on
notice-neutral = Note
notice-errors = { $n ->
    [one] One thing needs correcting
   *[other] { $n } things need correcting
}

answers-change = Change

task-waiting = Cannot start yet
task-not-started = Not started
task-in-progress = In progress
task-done = Completed
task-to-correct = To correct
task-progress = { $done } of { $all } completed

steps-name = Steps
steps-here = Step { $n } of { $all }: { $name }
steps-done = completed

timeline-now = Now with{ " " }

ladder-clause = Ground:{ " " }

thread-name = Messages

check-ok = Complete
check-missing = Missing
check-wrong = Does not match
check-reason = { $label }: what is wrong
check-reason-hint = Say why, where it is missing or does not match

document-open = Open alone
document-page = Page { $n }
document-no-preview = This document cannot be previewed yet. Please open it alone.

table-pick = Select
table-rows = { $first }–{ $last } of { $total }
table-page = Page { $page } of { $last }
table-paging = Pages
table-first = First
table-previous = Previous
table-next = Next
table-last = Last

filter-apply = Filter
filter-clear = Clear
batch-hint = Tick rows to act on them together.
batch-sum = # selected, ¥¤ in all

value-deadline-left = { $n ->
    [one] 1 working day left ({ $date })
   *[other] { $n } working days left ({ $date })
}
value-deadline-today = Due today ({ $date })
value-deadline-late = { $n ->
    [one] 1 working day late ({ $date })
   *[other] { $n } working days late ({ $date })
}

chart-figures = Show the figures
chart-what = Target
chart-actual = Done
chart-target = Aim
chart-share = Share
chart-by = By
chart-due = By { $date }
chart-met = Met
chart-here = You are here
chart-tier-from = Tier
chart-tier-cap = Yearly maximum (yuan)
chart-amount = Amount (yuan)

# The rail and the seats
rail-work = Work
rail-desk = Desk
rail-queue = Cases
rail-batches = Monthly intake
rail-rounds = Rounds
rail-ledger = Ledger
rail-enterprises = Enterprises
rail-registers = Registers
rail-inbox = Messages
rail-rosters = Rosters
rail-system = System
rail-accounts = Accounts
rail-journal = Journal
said = { $words }
