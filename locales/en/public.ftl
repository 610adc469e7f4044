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
public-brackets = By brackets: the ratio of each row is for the part that lies in it, and the parts are added up.

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
public-pay-pro-rata-banded = band by band in full; the band that the money does not reach for in proportion, those after it nothing
public-surplus-next-year = money left over is added to the next year
public-surplus-returned = money left over goes back
public-unpaid-first = what the money did not reach for is paid first the next time
public-unpaid-lapses = what the money did not reach for is not paid later

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

## Home
public-home-title = Subsidies for enterprise cloud services
public-home-lead = Enterprises and public institutions that buy cloud services may claim a subsidy on what they actually paid. Filing, claims, review, public notice and payment are all handled here, and every amount names its clause.
public-home-none = No subsidy programme is public yet.
public-home-not-at-work = The plan is published; nothing is taken in yet.
public-home-todo = Check what you could get, then file
public-home-intake = the day this month's filings go from the districts to the city
public-way-estimate = Check what you could get
public-way-estimate-says = A few questions, no sign-in, and you see the amount with the ground for every step.
public-way-policy = Read the policy
public-way-policy-says = Requirements, rates, papers and steps clause by clause: the same rules the system computes with.
public-way-file = Start a filing
public-way-file-says = Sign in, fill in the application, save whenever you like; your district takes it in.
public-way-desk = My desk
public-way-desk-says = Cases that wait for you, deadlines and messages.
public-way-desk-go = Open my desk
public-way-query = Ask where a case stands
public-way-query-says = With number and code of your receipt: which step, and who has it.
public-home-who = Who may apply
public-home-all-requirements = All requirements and what to do: { $clause }
public-home-how = How it goes
public-home-how-check = Check whether and how much
public-home-how-of = { $procedure }: { $steps }
public-home-how-much = How much
public-home-years = Per { $scope }: at most { $most } years.
public-home-flat = No tiers; each year at most { "" }
public-home-notices = Latest notices
public-home-paid = Paid so far
public-notices-none = No public notice yet. Lists are published here after check and review.
public-notices-all = All notices
public-notice-name = Public notice { $number }
public-notice-was = ended on { $date }
public-notice-size = { $n ->
    [one] { $n } claim
   *[other] { $n } claims
 }
public-paid-amount = Subsidies paid
public-paid-companies = Enterprises and institutions
public-paid-claims = Claims paid
public-paid-source = From the ledger of this portal, as of
public-paid-all = Every payment, with download

public-way-estimate-go = Start the check
public-way-policy-go = Open the policy
public-way-file-go = Sign in and fill in
public-way-query-go = Ask

## Disclosure
public-stream = Stream
public-district = District
public-programme = Programme
public-company = Enterprise or institution
public-award = Amount in the notice
public-award-yuan = Amount in the notice (yuan)
public-total = Total
public-line = No.
public-disclosure-lead = Lists of subsidies to be granted are shown here, and anybody may object. Every subsidy paid is public here and can be downloaded.
public-notices-running = Running now
public-notices-running-says = Until the last day anybody may object to a list.
public-notices-none-running = No notice is running now.
public-notices-over = Over
public-notice = Notice
public-notice-state = State
public-notice-running = Running
public-notice-over = Over
public-notice-claims = Claims
public-notice-total = Total (yuan)
public-notice-lead = The claims of these enterprises and institutions have passed check and expert review and are shown to the public.
public-notice-todo = Object to a line before the last day, if you have grounds
public-notice-by = Published by
public-notice-from = Published on
public-notice-until = Last day
public-notice-total-says = The list
public-notice-clause = Clause
public-notice-hash = Hash of the list (SHA-256)
public-notice-list = The list
public-notice-empty = Nobody is left on the list.
public-notice-print = Print the notice
public-notice-closed-says = The notice is over or the round has moved on; objections are no longer taken in. The list shows who is still in the round.
public-notice-back = Back to the list
public-notice-paper-title = Public notice of cloud subsidies to be granted
public-notice-paper-lead = Under { $plan }, clause { $clause }, and after check and expert review, { $n } claims are shown to the public, in all{ " " }
public-notice-paper-until = The notice runs to { $until }, that day included. Objections may be raised on this portal or here: { $contact }.
public-object = Object
public-object-column = Objection
public-object-title = Object to a line of the notice
public-object-lead = Say why this enterprise should not be subsidised, or why the amount is wrong.
public-object-words = Your objection
public-object-words-hint = Facts and grounds, such as: the enterprise no longer uses the service it bought, since when and how you know.
public-object-contact = How to reach you
public-object-contact-hint = Name, telephone or mail, so that we can ask; you may also stay anonymous.
public-object-privacy = Your words and contact are kept encrypted. Only the officers who handle objections see them; the enterprise does not.
public-object-send = Send the objection
public-objection-title = What became of an objection
public-objection-received = The objection was received
public-objection-number = Its number
public-objection-at = Received
public-objection-state = State
public-objection-open = Being looked into
public-objection-upheld = Upheld: the line has left the list
public-objection-dismissed = Dismissed
public-objection-grounds = Grounds
public-objection-next = What comes next
public-objection-next-says = An officer who had no part in checking the claim looks into it and answers. Until all objections are answered the money of this round does not move on.
public-objection-keep = Keep the address of this page or the number: with it you can see the answer at any time.
public-paid-title = What was paid
public-paid-none = Nothing has been paid yet. Every payment will be public here.
public-paid-by-stream = By stream
public-paid-by-district = By district
public-paid-list = Payment by payment
public-paid-yuan = Paid (yuan)
public-paid-no-match = No payment matches.
public-paid-download = Download (with this filter):
public-contract-year = Contract year from

## Catalogue of providers
public-providers-lead = The catalogue the city keeps, as it stands on { $date }.
public-providers-none = No provider matches.
public-provider = Provider
public-provider-name = Name or credit code
public-provider-kind = Kind
public-provider-former = Also those removed and those not listed yet
public-provider-period = Listed
public-provider-state = State
public-provider-listed = Listed
public-provider-gone = Removed
public-provider-ahead = Not listed yet
public-provider-code = Unified social credit code
public-provider-does = What it provides
public-provider-register = The offices in charge keep the register by date; the register prevails.
public-period-until = until { $last }
public-period-always = always
public-period-uncertain = { " " }(dates to be verified)
public-kind-platform = Cloud platform provider
public-kind-application = Cloud application provider
public-kind-operator = Cloud platform operator
public-kind-platform-does = Provides platform and resources, issues activation certificates and sends rosters
public-kind-application-does = Provides applications and system services on a platform
public-kind-operator-does = Opens the service once a filing is accepted
public-project-types = Project types that may be filed
public-project-types-says = A filing names one type from the list of its stream.

## Where a case stands
public-query-lead = With number and code of your receipt you see which step the case is at, who has it and until when. Its content is not shown.
public-query-number = Number
public-query-number-hint = The filing or claim number on the receipt
public-query-code = Code
public-query-code-hint = Eight letters and digits on the receipt, capital or small
public-query-ask = Look up
public-query-another = Look up another
public-query-unknown = No case has this number and code. Compare them with the receipt and try again
public-query-signed-in = Registered enterprises see everything, messages included, when signed in.
public-query-step = Step
public-query-holder = With
public-query-due = Due
public-query-next = Next
public-query-last = Last act
public-query-money = The money
public-query-money-ready = decided, waiting for a round
public-query-money-round = in a round: review, public notice or approval
public-query-money-left-out = left out of this round; it may join the next
public-query-money-planned = in the fund-use plan, to be paid
public-query-money-failed = the payment did not arrive; the district finance bureau is checking the account
public-query-money-paid = paid into the account
public-query-applicant = the applicant
public-query-provider = the provider
public-query-underway = Under way
public-query-returned = To be corrected
public-query-refused = Refused
public-query-withdrawn = Withdrawn
public-query-lapsed = Lapsed
public-query-finished = Finished
public-query-next-correct = { $n ->
    [one] Sign in, correct one item and send again
   *[other] Sign in, correct { $n } items and send again
 }
public-query-next-step = { $step }
public-query-next-last = This is the last step
public-query-next-finished = This procedure is finished
public-query-next-refused = Sign in to see the grounds and what you can do
public-query-next-none = Nothing follows

## Accessibility
public-accessibility-lead = This portal is designed to WCAG 2.2 level AA and the national standard GB/T 37668, so that everybody can use it.
public-accessibility-does = What we do
public-accessibility-keyboard = Everything works with the keyboard alone, and the focus can always be seen.
public-accessibility-script = Everything works without script.
public-accessibility-size = Type can be larger, contrast higher, colours dark; nothing is lost at 400%.
public-accessibility-colour = A state is never shown by colour alone: words and signs say the same.
public-accessibility-forms = When a form has errors, all of them stand at the top with links to the fields, and nothing typed is lost. There are no picture puzzles.
public-accessibility-tables = Every chart has its table beneath; on phones tables unfold row by row.
public-accessibility-print = Pages and official papers print as they are.
public-accessibility-plain = Plain words, the same in Chinese and English.
public-accessibility-limits = What we cannot do yet
public-accessibility-limit-scans = Scans uploaded by applicants hold no text that a screen reader could read; ask us when you need one.
public-accessibility-limit-clauses = Clause numbers keep the form of the original and may be read out character by character.
public-accessibility-choose = How pages are shown
public-accessibility-tell = Tell us
public-accessibility-tell-says = If you cannot see, hear or use something, tell us and we will help in another way.

## Self-check
public-estimate-lead = By “{ $plan }”: only what the outcome needs is asked, one question at a time. No sign-in, nothing is kept; your answers stand in the address, to be saved or shared.
public-estimate-progress = Answered so far: { $said }. At most { $left } more.
public-estimate-next = Continue
public-estimate-skip = I do not know yet
public-estimate-why = Why this is asked
public-estimate-proof = What proves it
public-estimate-then = May be asked later
public-estimate-said = Your answers
public-estimate-yours = your answer
public-estimate-assumed = taken as met
public-estimate-skipped = not known yet
public-estimate-restart = Start again
public-estimate-outcome = Outcome of the self-check
public-estimate-award = For this contract year you could get
public-estimate-refused = By these answers there is no subsidy yet. Below are all obstacles known so far, and what can be done.
public-estimate-pending = The outcome cannot be worked out yet: some things are not known.
public-estimate-provided = Provided that you first
public-estimate-obstacles = What stands in the way
public-estimate-missing = Still to be found out
public-estimate-found-in = see { $papers }
public-estimate-awaiting = By these answers it depends on a question that is not ruled yet.
public-estimate-awaiting-says = Until the authority rules, such a case is held and not refused.
public-estimate-open = Questions not yet ruled
public-estimate-under = Go on as if it were ruled “{ $option }”
public-estimate-tried = Readings tried out
public-estimate-in-force = Work it out under the readings in force
public-estimate-assume = Go on as if all of this were done
public-estimate-file = Take this along and start a filing
public-estimate-read-policy = Read the policy
public-estimate-steps = Step by step
public-estimate-caution = Worked out from your answers under the readings in force. The filing, the papers and the decision count; the envelope is limited and shared out in the order the policy sets.
