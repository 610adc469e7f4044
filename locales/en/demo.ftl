# The demo city

demo-hello-new = The demo city is ready. Open it in a browser:
demo-hello-again = The demo city that was here is open again:
demo-hello-day = The programme's day is { $date }. It stands still; the page above moves it forward.
demo-hello-temporary = Its data are in the temporary folder { $folder } and go when the program ends; name a folder with --data to keep them.
demo-hello-kept = Its data are in { $folder }; start with the same folder again to go on.
demo-hello-try = Try first:
demo-try-handler = Be { $name }, handler at { $office }: open the queue and check a filing against its papers.
demo-try-commission = Be { $name }, handler at { $office }: check a subsidy claim, and see by which clause every fen was computed.

demo-title = Demo: choose who you are and what day it is
demo-lead = This city is made up: the rules of its plan are really carried out, but the enterprises, people and amounts are invented. One click makes you anybody, without a password.
demo-todo = Choose a name to open that person's desk
demo-clock = The programme's day
demo-clock-says = Today is { $date }. The day stands still; it can be moved forward and never back. Whatever falls due on the way is done in order. Sessions and limits on repeated tries keep real time.
demo-to-workday = Next working day
demo-city-offices = Offices of the city
demo-district-offices = Offices of the districts
demo-providers = Cloud providers
demo-experts = Review experts
demo-administrators = The three administrators
demo-auditors = Auditors
demo-office = Office
demo-seat = Seat
demo-people = People
demo-rank-handle = Handler
demo-rank-check = Reviewer
demo-rank-sign = Signer
demo-seat-system-admin = System administrator
demo-seat-security-admin = Security administrator
demo-seat-audit-admin = Audit administrator
demo-seat-internal-auditor = Internal auditor
demo-seat-external-auditor = External auditor (by letter, for a term)
demo-disabled = This account is disabled and cannot be entered. The security administrator can enable it again.

demo-newcomer = A new enterprise
demo-newcomer-says = Somebody who has just signed up and has registered no enterprise yet. Every click is a new person, who can go the whole way from the registration on.
demo-newcomer-be = Enter as somebody new
demo-try-owner = Be { $name }, owner of the account of { $firm }: mend the filing that was returned and hand it in again.
demo-hints = Try first
demo-parts = On this page
demo-clock-years = One and two years after a service was opened, its second and third contract years begin by themselves: the provider sends its roster, the enterprise fills its claim in and confirms it, and some claims are checked. Go to the end of the year for the second year, and once more for the third.
demo-to-intake = After the next monthly intake
demo-to-contract-year = After the next contract year ends
demo-to-year-end = End of the year
demo-news = What was done on the way
demo-news-none = The day has not been moved yet.
demo-news-intake = The monthly intake closed: { $sent } went to the city{ $waiting ->
    [0] .
   *[other] , { $waiting } must wait because the budget is used up.
 }
demo-news-lapsed = The money reserved for { $name } lapsed.
demo-news-roster = { $name } sent a roster with { $lines } adopters.
demo-calendar-ends = The holidays after this are not announced yet, so the day cannot be moved further.
demo-nowhere = There is no day to go to: no service is open yet.
demo-enterprises = Enterprises and institutions
demo-enterprise = Body
demo-cases = Cases
demo-filing = Filing
demo-claim = Claim
demo-no-case = Registered, nothing filed yet
demo-later = People who came later
demo-try-plan = This plan says nothing of how an enterprise files, so there are no cases here. Look at the desk of { $name } at { $office }; then sign out, read the plan and reckon what one would get.
