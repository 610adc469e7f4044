# Enterprises: register, filing, claims

enterprise-home = My page
enterprise-title = My enterprise
enterprise-save = Save
enterprise-cancel = Cancel

enterprise-field-in-the-future = { $label } cannot be later than today
enterprise-field-out-of-range = { $label } is outside the allowed range. Check the number and its unit
enterprise-field-there-already = { $label } is there already. Each can be entered once: check the number or the line
enterprise-field-too-many-rows = { $label }: no more rows fit. Combine some of them

# Registering
enterprise-register-title = Register an enterprise or institution
enterprise-register-lead = Register first, then file and claim. Every unified social credit code is registered once. Whoever registers owns the account and can invite colleagues.
enterprise-register-todo = Copy from the business licence or the certificate of the institution
enterprise-register-send = Register
enterprise-registered = You are registered and own the account of your enterprise. You can begin a filing, or invite colleagues first.
enterprise-profile-title = Change what is registered
enterprise-profile-lead = Used for filings, letters and payment. A filing that was handed in stays as it was.
enterprise-now-stored = Somebody has just changed this. Registered now:
enterprise-name = Name
enterprise-name-hint = The full name as on the licence or certificate
enterprise-credit-code = Unified social credit code
enterprise-credit-code-hint = 18 characters, at the top right of the licence; small letters will do
enterprise-district = District of registration
enterprise-district-hint = Where the seat is registered. A development zone is on the list by itself
enterprise-division = Industry division
enterprise-division-hint = Type the two digits or a part of the name, such as 34 or machinery (GB/T 4754-2017)
enterprise-division-unknown = There is no such division. Type two to four digits, or a part of the name
enterprise-division-several = Several divisions contain these words. Be more exact, or take one of: { $names }
enterprise-founded-on = Founded on
enterprise-founded-on-hint = As on the licence or certificate
enterprise-kind = Kind of applicant
enterprise-kind-industrial = Industrial enterprise (by division B, C or D)
enterprise-kind-software = Software enterprise (by division I65)
enterprise-kind-institution = Public institution (by its code)
enterprise-kind-other = Other (neither industrial nor software, nor a public institution)
enterprise-contact-title = Person to contact
enterprise-contact-name = Name of the person
enterprise-contact-phone = Telephone
enterprise-contact-mail = Mail address
enterprise-contact-mail-hint = Receipts, requests for correction and results are sent here
enterprise-phone-wrong = Give a mobile number or a land line with its area code, such as 024-2345 6789
enterprise-mail-wrong = Give a whole mail address, such as name@example.com
enterprise-bank-title = Account to be paid to
enterprise-bank-name = Bank
enterprise-bank-name-hint = With its branch
enterprise-bank-account = Account number
enterprise-bank-account-hint = An account in the name of the enterprise. It is kept encrypted; pages show its last four digits
enterprise-bank-account-wrong = An account number has 8 to 30 digits
enterprise-code-length = A unified social credit code has { $needed } characters; there are { $found }
enterprise-code-character = “{ $found }” at position { $position } never stands in a credit code. Please check
enterprise-code-misread = “{ $found }” at position { $position } never stands in a credit code. Is it “{ $meant }”?
enterprise-code-check = The check character (position 18) is “{ $found }” and should be “{ $expected }” after the other 17: one of the 18 is wrong. If the licence really says so, take it to the industry bureau of your district: an officer can admit the code with a reason, and you send this form again
enterprise-code-organisation = Position 17 is “{ $found }” and should be “{ $expected }” after positions 9 to 16: one of them is wrong. If the licence really says so, take it to the industry bureau of your district: an officer can admit the code with a reason, and you send this form again
enterprise-code-unknown = The credit code is wrong. Compare it with the licence, character by character
enterprise-code-taken = This credit code has an account already. Ask its owner to invite you under “My enterprise · Colleagues”; if you do not know who that is, ask the industry bureau of your district

# My enterprise
enterprise-lead = What is registered of your enterprise. Filings and claims take it from here; nothing is asked twice.
enterprise-begin = Begin a filing
enterprise-entry-title = Register entry
enterprise-contact-and-bank = Contact and account
enterprise-figures-title = Revenue by year
enterprise-figures-set = State or correct the revenue of a year
enterprise-figures-lead = The tier of a subsidy year follows the revenue of the year before it begins. Copy it from the audit report (institutions: the final accounts); an officer compares it with the paper.
enterprise-figures-year = Year
enterprise-figures-revenue = Revenue (yuan)
enterprise-figures-revenue-field = Operating revenue
enterprise-figures-revenue-hint = Such as 86,420,000.00. Where the audit report says zero, enter 0
enterprise-figures-report = Number of the audit report or final accounts
enterprise-figures-report-hint = As it stands on the report
enterprise-figures-stated = Years stated so far
enterprise-no-figures = No revenue has been stated yet.
enterprise-colleagues-title = Colleagues
enterprise-colleagues-see = See who may act for the enterprise
enterprise-you-own = You own the account of the enterprise: you may submit, confirm and withdraw.
enterprise-you-help = You prepare: you may fill in and upload. The owner of the account submits, confirms and withdraws.
enterprise-awards-title = Awards so far
enterprise-awards-year = Contract year from
enterprise-awards-stream = Stream
enterprise-awards-amount = Award (yuan)
enterprise-no-awards = No award yet. File first; claim when a contract year of the service is over.

# Colleagues
enterprise-colleagues-lead = Colleagues fill in and upload; the owner of the account submits, confirms and withdraws. Everybody has an account of their own, and acts under their own name.
enterprise-colleagues-owner-invites = The owner of the account can invite more colleagues on this page.
enterprise-colleague-name = Name
enterprise-colleague-login = Sign-in name
enterprise-colleague-login-hint = The colleague's mobile number or mail address
enterprise-login-wrong = Give a mobile number of 11 digits or a mail address
enterprise-login-taken = Somebody signs in with this name already. Use another number or address
enterprise-member-role = May
enterprise-member-state = State
enterprise-member-active = In use
enterprise-member-invited = Invited, not come in yet
enterprise-member-disabled = Disabled
enterprise-invite-title = Invite a colleague
enterprise-invite-says = You get a link that works once. Hand it to the colleague, who chooses a password with it.
enterprise-invite = Make a link
enterprise-link-again = Make a new link
enterprise-link-made = The link for { $name }, good until { $until }:
enterprise-link-mailed = It was mailed to { $address } as well.
enterprise-link-once = It is shown this once and works once. Hand it to the person alone. A lost link can be made anew; the old one stops working.

# Filing
enterprise-yes = Yes
enterprise-no = No
enterprise-not-a-ratio = { $label }: give a percentage such as 12.5%
enterprise-proven-by = Proven by: { $papers }
enterprise-stream = Stream
enterprise-kind-change = Not right? Check the industry division
enterprise-begin-title = Choose a stream
enterprise-begin-lead = Filing is the first step to a subsidy. Each stream is filed for itself; once it is filed and the service is opened, you claim contract year by contract year.
enterprise-begin-todo = Choose one and begin. You can leave and come back at any time
enterprise-begin-this = Begin
enterprise-open-filing = Open your filing
enterprise-stream-begun = You have a filing in this stream already.
enterprise-stream-awaits = You can file. Whether money comes of it depends on a question that the plan leaves open; until it is ruled the case waits and nothing is held against you:
enterprise-stream-closed = Not open to you
enterprise-stream-not-now = Not taken in now
enterprise-no-programme = No programme is at work now. A new one will be announced on the home page.
enterprise-filing-of = Filing: { $stream }
enterprise-tasks-lead = Fill in and upload in any order. You can leave at any time; what you have entered is kept.
enterprise-tasks-form = Application form
enterprise-tasks-papers = Papers
enterprise-tasks-submit = Hand in
enterprise-tasks-left = { $n ->
    [one] One section is not complete
   *[other] { $n } sections are not complete
  }
enterprise-check-and-submit = Check and submit
enterprise-continue = Continue
enterprise-todo-submit = Everything is complete. Check and submit
enterprise-todo-owner-submits = Everything is complete. The owner of the account checks and submits
enterprise-withdraw-filing = Withdraw the filing
enterprise-discard-draft = Discard this draft
enterprise-sent-back = { $office } sent { $n ->
    [one] one item
   *[other] { $n } items
  } back. Correct them as described and submit again; the rest can stay as it is.
enterprise-officer-says = The officer says:{" "}
enterprise-a-colleague = A colleague
enterprise-stale = { $who } saved this page at { $at }. What you typed stands below and is not saved. Compare it with what is stored now, above, and save once more
enterprise-saved-at = Saved { $time }
enterprise-save-and-continue = Save and continue
enterprise-save-draft = Save only
enterprise-back-to-tasks = Back to the list
enterprise-outlook-title = What it may bring (estimate)
enterprise-outlook-award = On your estimate, a contract year would bring about
enterprise-outlook-reserve = Reserved once it is filed:
enterprise-outlook-says = Estimated from what you entered. What counts is what is actually paid, as checked.
enterprise-outlook-pending = The estimate appears once these are filled in: { $missing }.
enterprise-outlook-awaits = Under the default reading no money comes of it, but the plan leaves the point open and the authority must rule. The filing is taken in; until then it waits and nothing is held against you.
enterprise-outlook-held = Awaits a ruling: { $awaiting }.
enterprise-help-title = Help

enterprise-topic-use = Purpose and service model
enterprise-topic-use-lead = Tell us what you move to the cloud and which kind of service you use. A clear purpose is examined faster.
enterprise-topic-project = Project type and provider
enterprise-topic-project-lead = Choose both from the city's lists.
enterprise-topic-plan = Estimate and start
enterprise-topic-plan-lead = Money is reserved by the estimate; the subsidy itself follows what you will have paid.
enterprise-topic-answers = Conditions
enterprise-topic-answers-lead = Answer truthfully. An officer compares the answers with the papers.
enterprise-topic-revenue = Revenue of { $year }
enterprise-form-purpose = Purpose
enterprise-form-purpose-hint = One or two sentences, such as: production planning of three workshops moves to the cloud, from a day to an hour. At most 500 characters
enterprise-form-service-model = Service model
enterprise-form-project-type = Project type
enterprise-form-project-type-hint = Choose one
enterprise-form-provider = Provider
enterprise-form-provider-hint = Only providers that are listed now
enterprise-form-estimate = Estimated payment per year
enterprise-form-estimate-hint = Such as 120,000. With tax, for one contract year
enterprise-form-starts-on = Planned start of use
enterprise-form-starts-on-hint = The first contract year begins on this day; the contract decides in the end
enterprise-starts-refused = { $words } ({ $clause }). Please check the date
enterprise-model-saas = Software as a service (SaaS)
enterprise-model-saas-hint = Software used from the cloud, such as ERP, office or design
enterprise-model-paas = Platform as a service (PaaS)
enterprise-model-paas-hint = Your own applications developed, tested or run on a cloud platform
enterprise-model-iaas = Infrastructure as a service (IaaS)
enterprise-model-iaas-hint = Hired servers, storage and networks
enterprise-no-project-types = There is no list of project types for this stream; nothing to choose.
enterprise-see-providers = See the list of providers

enterprise-paper-is = This file is
enterprise-paper-dated = Date of the paper
enterprise-paper-dated-hint = The day it was issued, as it says
enterprise-paper-file = Scan or photograph
enterprise-paper-file-hint = Every page clear and complete. Put several pages into one PDF
enterprise-paper-stood-in = “{ $paper }” stands in
enterprise-paper-stand-ins = These may stand in for “{ $paper }”; what is uploaded already need not be sent again: { $papers }.
enterprise-paper-there = Uploaded
enterprise-paper-remove = Remove
enterprise-paper-upload = Upload
enterprise-paper-other = Upload another
enterprise-paper-send = Upload and continue
enterprise-paper-replace = Upload and replace
enterprise-paper-old = This paper is more than { $length } old. Make sure that it is for the right year; you can submit all the same, an officer will look.
enterprise-paper-again = Use a file that is there
enterprise-paper-use-again = Use this file
enterprise-length-workdays = { $n } working days
enterprise-length-days = { $n } days
enterprise-length-months = { $n } months
enterprise-length-years = { $n } years

enterprise-submit = Submit
enterprise-submit-lead = Check everything once more. While it is examined nothing can be changed, unless it is sent back or withdrawn.
enterprise-resubmit-lead = Check what you corrected and submit again.
enterprise-still-missing = This is missing; it can be submitted once it is there:
enterprise-complete-first = Once that is there, the promise of truth and the button appear here.
enterprise-not-now = By what you entered, the conditions are not fulfilled, so it cannot be submitted now. See above what can be done; if something was entered wrongly, correct it.
enterprise-owner-submits = The owner of the account submits. Ask them to sign in, open this page, check and submit.
enterprise-promise-title = Promise of truth
enterprise-promise = We promise: what is stated and attached is true and complete; no public money was or will be claimed twice for one expense; if anything is false we return the subsidy and answer for it.
enterprise-promise-missing = Read the promise of truth and tick it first
enterprise-receipt-title = Your filing was received
enterprise-received = Submitted
enterprise-number = Number
enterprise-code = Code
enterprise-what-next = What comes next
enterprise-next-now = { $office } has it now: { $step }.
enterprise-next-batch = Once the district has filed it, it travels to the city with the monthly batch. The next one closes at the end of { $date }; what is late joins the one after.
enterprise-next-opened = Once the city has filed it, the platform operator opens the service and the filing is complete.
enterprise-next-told = You are told of every step on your page and by mail; if anything is to be corrected, all of it is listed at once.
enterprise-query-title = Without signing in
enterprise-query-says = With number and code anybody can see under “Status” where it stands. Give the code only to those who need it.
enterprise-see-case = See where it stands
enterprise-print-form = Print the application form
enterprise-print-says = The form can be printed here: fill it in, print it, stamp it, photograph or scan it, and upload it on this page.
enterprise-print-draft = (draft)
enterprise-print-stamp = Applicant (stamp):
enterprise-print-person = Legal representative or authorised person (signature):
enterprise-print-asks = We apply for filing in the stream “{ $stream }”:
enterprise-print-estimate = Estimated payment per year:{" "}
enterprise-print-code = The code opens this filing. Upload the stamped form together with it.
enterprise-withdraw = Withdraw
enterprise-withdraw-filing-says = The filing ends, what was reserved is given back, and the papers are not examined. You can file again later.
enterprise-discard = Discard
enterprise-discard-says = The draft and its papers will not be used. You can begin again later.
enterprise-keep = Keep it, go back
enterprise-owner-withdraws = The owner of the account withdraws.

# Claims
enterprise-claim-of = Claim: { $stream }, contract year from { $from }
enterprise-claim-lead = Your provider has put you on its roster and the claim is filled in beforehand. Add contract, payments and invoices, check and confirm.
enterprise-claim-lead-again = Your provider has put you on this year's roster. What you stated last year is here; add only what changed, and this year's payments and invoices.
enterprise-claim-first = First
enterprise-claim-lists = Contract, payments and invoices
enterprise-claim-last = Confirm
enterprise-claim-filled-in = Filled in beforehand
enterprise-claim-year = Contract year from
enterprise-claim-answers-lead = Your answers in the filing stand here. Correct what has changed; leave the rest.
enterprise-check-and-confirm = Check and confirm
enterprise-todo-confirm = Everything is complete. Check and confirm
enterprise-todo-owner-confirms = Everything is complete. The owner of the account checks and confirms
enterprise-withdraw-claim = Withdraw the claim
enterprise-withdraw-claim-says = The claim of this contract year ends; its place and its invoices are free again. It can be claimed once more when the provider puts you on a roster.
enterprise-preview-title = What it would bring, as it stands
enterprise-preview-says = Computed step by step from what you entered. The award is what comes of it after an officer has compared it with the papers.
enterprise-preview-pending = Still missing:
enterprise-rows = { $n ->
    [one] one row
   *[other] { $n } rows
  }
enterprise-row-of = { $list }, row { $row }
enterprise-row-new = Add to: { $list }
enterprise-row-lead = Copy it from the paper: one row for one line of it. This claim is for the contract year from { $from } to { $until }; what reaches beyond is shared by days.
enterprise-row-add = Add a row
enterprise-row-acts = Acts
enterprise-row-remove = Remove
enterprise-row-file = Scan of this row
enterprise-row-file-hint = Each row may have its own; if one file shows all rows, upload it once on the page of the list
enterprise-row-file-kept = “{ $name }” is there; it stays unless you choose another file
enterprise-row-stale = Somebody changed this row after you opened the page. What you typed stands below and is not saved. Check it and save once more
enterprise-row-moved = Somebody changed this list after you opened the page. No row was removed. Look at the list as it is now.
enterprise-rows-none = Nothing here yet.
enterprise-rows-carry = Take over last year's
enterprise-rows-carry-says = { $n ->
    [one] One row
   *[other] { $n } rows
  } of last year's claim still stand and can be taken over with their scans.
enterprise-save-and-more = Save and add another
enterprise-list-paper = If one file shows all rows, upload it here as “{ $paper }” instead of a scan for each row.
enterprise-list-paper-there = “{ $paper }” is uploaded and proves all rows of this list.
enterprise-list-paper-open = See or upload
enterprise-paper-of-filing = The filing has this paper for the same year:
enterprise-letter-says = The letter can be printed here, with the rows and sums of this claim. Stamp and sign it, photograph or scan it, and upload it on this page.
enterprise-letter-print = Print the letter
enterprise-letter-about = We submit: { $claim }, number { $number }. Contract, payments and invoices come to:
enterprise-changes-title = What has changed since last year
enterprise-changes-note = Last year's claim: { $number }
enterprise-changes-lead = What has not changed need not be entered again. This is what is registered; change what is no longer right.
enterprise-changes-stands = Stands as it was
enterprise-changes-provider = As on the provider's roster. If the roster is wrong, ask the provider to correct it.
enterprise-changes-attested = (attested by an officer)
enterprise-changes-anew = New every year
enterprise-changes-rows = What can be taken over
enterprise-changes-rows-says = Claimed for the contract year from { $from } and still standing:
enterprise-changes-take-over = Take all over and continue
enterprise-confirm = Confirm the claim
enterprise-confirm-lead = Check everything once more. While it is examined nothing can be changed, unless it is sent back or withdrawn.
enterprise-complete-first-claim = Once that is there, the promise of truth and the button appear here.
enterprise-owner-confirms = The owner of the account confirms. Ask them to sign in, open this page, check and confirm.
enterprise-claim-receipt-title = Your claim is confirmed
enterprise-next-round = Once it is checked it enters the project library and joins the next round, which goes through the steps the plan names.
enterprise-next-paid = Once approved, it is paid to the account that is registered. Make sure that it is right.

# Missing from the roster
enterprise-missing-title = Missing from the roster
enterprise-missing-lead = If a contract year of your service is over and the provider has not put you on its roster, say so here. A claim is opened and the provider is asked to answer.
enterprise-missing-days = The provider has { $n } working days to put you on a roster or to say why not.
enterprise-missing-filing = Which filing
enterprise-missing-day-hint = The first day of the contract year, such as 2019-04-01
enterprise-missing-send = Report
enterprise-missing-none-filed = No filing has its service opened yet, so nothing can be claimed.
enterprise-missing-reported = Reported, waiting for the provider
enterprise-missing-answer = The provider's answer
enterprise-missing-waits = Awaited,
enterprise-missing-declined = The provider says you are not on its cloud

# The plan has no filing
enterprise-begin-no-filing = This plan names no filing that is taken in here, so one cannot apply on this site. Go the way the plan names, or ask the office in charge.
enterprise-begin-own-steps = The steps the plan names:
enterprise-begin-reckon = Reckon what you would get
