# Public pages: home, policies, self-check, catalogue, disclosure, status
public-home = Home

## Time and order
public-workdays = { $n ->
    [one] { $n } working day
   *[other] { $n } working days
 }
public-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
 }
public-months = { $n ->
    [one] { $n } month
   *[other] { $n } months
 }
public-years = { $n ->
    [one] { $n } year
   *[other] { $n } years
 }
public-received-at = time of receipt
public-order-first = { $by } first
public-order-ascending = by { $by }, earliest first
public-order-descending = by { $by }, largest first
public-only-when = only when { $condition }
public-only-reading = only under this reading: { $condition }
public-now = { $name } ({ $value })
public-valid = valid for { $length }

## State of the programme
public-state-draft = In preparation
public-state-draft-says = The programme is being prepared; nothing is taken in yet.
public-state-open = Open
public-state-open-says = Filings and subsidy claims are taken in.
public-state-settling = Settling
public-state-settling-says = No new filings. What was filed goes on: claims, review, public notice, payment, objections and recovery.
public-state-closed = Closed
public-state-closed-says = The programme has ended; only recovery, credit repair, audit and archiving go on.

## List of policies
public-policies-lead = Every policy says clause by clause what it means and which rule carries it out. The rules you read here are the rules the system computes with.
public-policies-none = No policy document is public yet.
public-policies-size = { $clauses } clauses with content, { $open } open questions, ruled or not

## A policy
public-contents = Contents
public-issued = Issued by
public-term = In force
public-term-says = { $first } to { $last }
public-term-open = from { $first }
public-basis = Based on
public-standing = Where it stands
public-document = Document
public-document-download = Download the document (Markdown)
public-document-hash = SHA-256 of the file, named in every decision:
public-readings-sheet = Sheet of open questions, to print and sign
public-clause-encoded = Rules
public-clause-encoded-says = computed by rules
public-clause-procedural = Procedure
public-clause-procedural-says = carried out by steps, papers, budgets or targets
public-clause-declaratory = Statement
public-clause-declaratory-says = a statement that decides nothing
public-open-mark = Number of the open question
public-source = The rules as written (from line { $line } of the document, in Chinese)
public-elsewhere = Rules of other clauses carry this one out too:

public-roles = Who plays which part
public-role-districts = the office of each district, by place of registration
public-registers = Lists the city keeps
public-register-kept = kept by { $who }, asked by date

public-requirements = What is required
public-requirement-else = If not: { $words }.
public-requirement-remedy = What to do: { $remedy }.
public-parameters = Numbers it sets
public-parameter-elsewhere = set by { $notice }

public-tiers = { $name }, by { $axis }; each tier includes its lower bound
public-from = from { $amount }

public-award-for = For
public-award-formula = Subsidy
public-award-rounded = Rounding
public-award-rounding = to the { $unit }, { $way }
public-rounding-down = rounded down
public-rounding-up = rounded up
public-rounding-half = rounded half up
public-unit-fen = fen
public-unit-yuan = yuan
public-award-cut = Limit
public-award-beneficiary = Beneficiary
public-award-payee = Paid to
public-cut = no more than { $limit }
public-cut-lasting = over all years no more than { $limit }, counting { $used }

public-uniques = Only once
public-unique-count = per { $fields }: at most { $most }
public-unique-sum = per { $fields }: { $of } adds up to no more than { $limit }
public-unique-counting = counted: { $cases }
public-counting-live = cases under way
public-counting-funded = cases funded

public-facts = Facts to be established
public-fact-fact = Fact
public-fact-question = Question
public-fact-proof = Proven by
public-fact-attested = Attested by
public-fact-derived = worked out by the rules
public-records = Lists to be provided
public-records-keys = Told apart by { $keys }; at most { $rows } rows.
public-records-given = Kept by the system.
public-records-proof = Proven by { $papers }.
public-papers = Papers
public-papers-others = Papers used elsewhere:
public-paper-stands-in = may be replaced by { $papers }
public-paper-stands-in-if = { $paper } (only when { $condition })
public-paper-issuers = issued by { $who }

public-procedure = Procedure: { $name }
public-procedure-per = One case per { $scope }.
public-step-who = Who
public-step-ranks = { $who } ({ $ranks })
public-step-time = Time
public-step-within = within { $length }
public-step-papers = On
public-step-decides = Decides
public-step-exits = May also
public-step-registered = { $who } does not sign in: its document is registered for it and confirmed by a second person
public-cutoff = closes on day { $day } of each month, { $holiday }
public-cutoff-later = or on the next working day
public-cutoff-earlier = or on the last working day before
public-cutoff-unmoved = holiday or not
public-exit-correct = be returned for correction
public-exit-return = be sent back
public-exit-return-to = be sent back to “{ $step }”
public-exit-refuse = be refused
public-exit-withdraw = be withdrawn

public-budget = Budget and money
public-budget-says = { $name }: one book per { $scope }, from the { $source }; in all the { $amount }
public-reserve-says = At “{ $step }” the { $amount } is set aside, in this order: { $order }
public-reserve-lapse = it lapses after { $length } without “{ $step }”
public-shortage-wait = what does not fit waits in that order
public-shortage-away = what does not fit is turned away
public-shortage-next-year = what does not fit goes to the next year
public-settle-says = At “{ $step }” the { $pay } is paid, in this order: { $order }
public-pay-in-full = everyone in full, or not at all
public-pay-partial = in full down the order; the last one may be paid in part
public-pay-skip = in full down the order; what does not fit is passed over
public-pay-stop = in full down the order, up to the first that does not fit
public-pay-pro-rata = in proportion

public-targets = Targets
public-target-what = Target
public-target-number = Number
public-target-by = By
public-target-source = How it is counted
public-target-counted = counted from finished cases
public-target-recognised = recognised by { $who }

public-switches = What the text leaves open
public-ruled = ruled
public-option-default = (default)
public-option-adverse = (against the enterprise: held until ruled, not refused)
public-switch-reason = Why this is the default: { $reason }.
public-switch-ruling = Ruled: { $number }, { $date }.
public-switch-unruled = Not ruled yet; the default is used.
public-notes = Notes
public-flags = What makes people look
public-flag-review = an officer looks again
public-flag-hold = held until explained or ruled
public-flag-recuse = the person concerned steps aside
public-flag-block = stopped
public-flag-threshold = threshold: { $name }
public-recoveries = Recovery
public-recovery-says = the { $amount } is recovered by { $who }
public-recovery-entered = entered in: { $registers }

public-cases = Worked cases
public-cases-run = Run line by line whenever the document is loaded; a wrong one stops it.
public-cases-reason = Outcome
public-cases-award = Subsidy
public-cases-unknown = unknown

## Sheet of open questions
public-sheet-title = Rulings on open questions: { $plan }
public-sheet-as-of = As of { $date }
public-sheet-back = Back to the policy
public-sheet-lead = The plan leaves { $n } points open. The table gives each question, the possible readings and the default in use. Please rule each of them.
public-sheet-code = Number, clause
public-sheet-question = Question, reason of the default
public-sheet-options = Readings
public-sheet-ruling = Ruling: number and date
public-sheet-open = (to be ruled)
public-sheet-effect = A ruling takes effect once it is entered: later decisions follow it and name its number; earlier decisions stand. Where the default is against the enterprise, a case is held until the ruling and not refused.
public-sheet-signature = (signature)
public-sheet-date = Date:
