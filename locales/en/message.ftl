# Messages: what has happened, what is to be done, by when.

message-workdays = { $n ->
    [one] { $n } working day
   *[other] { $n } working days
 }
message-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
 }
message-months = { $n ->
    [one] { $n } month
   *[other] { $n } months
 }
message-years = { $n ->
    [one] { $n } year
   *[other] { $n } years
 }

message-filing-received-subject = Filing received (number { $number })
message-filing-received = Your filing has been received under number { $number } and is with the office. There is nothing for you to do now; the result will be told here.
message-filing-received-until = The office is to answer by { $until }.

message-filing-passed-subject = Filing has passed “{ $step }”
message-filing-passed = Your filing has passed “{ $step }”, number { $number }, and goes on to the next step. There is nothing for you to do.
message-filing-passed-until = The next step is to be done by { $until }.

message-filing-opened-subject = The service is open, the filing complete
message-filing-opened = Your cloud service has been opened, number { $number }, and the filing is complete. Pay under your contract and keep invoices and proofs of payment; once your provider has put you on its roster you can claim the subsidy.
message-filing-opened-lapse = The money reserved for you lapses unless you are on a roster within { $lapse }: remind your provider.

message-filing-returned-subject = Filing to be corrected ({ $items } items)
message-filing-returned = “{ $step }” has returned your filing; { $items } items are to be corrected. Open it, change or add what each note says, and submit it again. The office's time then begins anew.

message-filing-refused-subject = Filing refused
message-filing-refused = “{ $step }” has refused your filing. { $codes ->
    [none] The grounds and their clauses are on the page of the filing.
   *[other] Grounds: { $codes }. Their clauses are on the page of the filing.
 } You can file again once the conditions are met. Against this decision you can apply for administrative reconsideration or go to court, as the law provides.

message-filing-waits-subject = This year's budget is reserved; your filing waits in order
message-filing-waits = Your filing has reached the city, but this year's budget is all reserved, so { $amount } for you is not yet covered. Your filing waits in order and is covered as soon as money is freed. There is no need to file again.

message-filing-reserved-subject = The wait is over: money is reserved
message-filing-reserved = { $amount } is now reserved for your filing, and it goes on to the city. There is nothing for you to do.

message-reservation-lapsed-subject = The reserved money has lapsed
message-reservation-lapsed = The { $amount } reserved for you has lapsed, because you were on no roster in time, and has gone back to the budget. The filing itself still stands. If you still use the service, ask your provider to send its roster soon; whether it can be subsidised then depends on the budget.

message-claim-opened-subject = You can fill in a claim
message-claim-opened = A claim has been opened for one of your contract years, filled in with what is known. Open it, add contract, invoices and proofs of payment, check it, and let the owner of your account confirm it. Where the provider has not sent its roster yet, the claim can be sent after the provider's answer.

message-claim-on-roster-subject = Your provider has sent its roster: confirm your claim
message-claim-on-roster = Your provider has put you on its roster and sent the activation certificate and the letter of truthfulness. Open the claim, add your proofs of payment, check it, and let the owner of your account confirm it. Without confirmation it is not examined.

message-claim-decided-subject = Subsidy decided: { $amount }
message-claim-decided = Your claim has been decided: { $amount }{ $reason ->
    [FULL] , in full
    [CAPPED] , cut to the cap
   *[other] {""}
 }. The steps and their clauses are on the page of the claim. It now goes into a round and is paid after review, public notice and approval. There is nothing for you to do.

message-claim-returned-subject = Claim to be corrected ({ $items } items)
message-claim-returned = “{ $step }” has returned your claim; { $items } items are to be corrected. Open it, change or add what each note says, and confirm it again. The office's time then begins anew.

message-claim-refused-subject = Claim refused
message-claim-refused = “{ $step }” has refused the subsidy for this contract year. { $codes ->
    [none] The grounds and their clauses are on the page of the claim.
   *[other] Grounds: { $codes }. Their clauses are on the page of the claim.
 } Against this decision you can apply for administrative reconsideration or go to court, as the law provides.

message-roster-missing-subject = An enterprise says it is missing from your roster: please answer
message-roster-missing = An enterprise says that its service on your platform is not on your roster. Open the claim and check: if it is right, put it on your next roster with activation certificate and letter; if not, decline and say why.
message-roster-missing-days = Please answer within { $days } working days.

message-roster-declined-subject = Your provider declines to list you
message-roster-declined = Your provider has answered that it does not list you. It says: { $words }. Clear this up with the provider first; if you still disagree, take contract and proofs of payment to the office.

message-round-joined-subject = Your claim is in round { $number }
message-round-joined = Your claim is now in round { $number }. It goes through the steps of the plan; the page of the claim shows where it stands. There is nothing for you to do.
message-edition-moved-subject = Your case now follows a newer version of the policy
message-edition-moved = The office that leads the programme moved your case to another published version of the policy: { $reason }. What was decided stays; what is still open goes by the new text. There is nothing for you to do.
message-interpretation-answered-subject = Your question about the policy is answered
message-interpretation-answered = The authority answered what was asked about “{ $clause }” in its document { $number }. The answer stands on the page of the policy.

message-round-published-subject = Round { $number } is on public notice
message-round-published = Round { $number } is on public notice, and you are on its list. Anybody may object meanwhile; without an objection it goes on to the next step. There is nothing for you to do.
message-round-published-until = The notice ends with { $until }.

message-round-left-out-subject = Your claim is not paid in round { $number }
message-round-left-out = Your claim is not paid in round { $number }. { $reason ->
    [review_failed] Reason: it did not pass the expert review.
    [objection_upheld] Reason: an objection during the public notice was upheld.
    [no_money] Reason: the money did not suffice for it in the order of the plan.
   *[other] Reason: it was taken out of the round.
 }{ $words ->
    [none] {""}
   *[other] {" "}The office says: { $words }.
 } Ground: { $clause }. { $reason ->
    [review_failed] This ends the claim for the contract year; you can apply for administrative reconsideration or go to court, as the law provides.
    [objection_upheld] This ends the claim for the contract year; you can apply for administrative reconsideration or go to court, as the law provides.
   *[other] The award still stands and can go into a later round. There is nothing for you to do.
 }

message-round-allotted-subject = Money of round { $number } has been allotted
message-round-allotted = { $amount } of round { $number } has been allotted to your district. Open the round, pay each enterprise, and enter the receipt or the reason why a payment did not arrive.

message-round-paid-subject = Subsidy paid: { $amount }
message-round-paid = { $amount } has been paid to your account on record, receipt { $words }. Check that it has arrived; if not, ask the district's finance bureau. Keep the papers of the payment.

message-round-payment-failed-subject = The payment did not arrive: check your account
message-round-payment-failed = { $amount } could not be paid. Reason: { $words }. The money is kept for you. Check the bank and account number on record, correct them if they are wrong, and tell the district's finance bureau to pay again.

message-round-paying-again-subject = The subsidy is being paid again
message-round-paying-again = What stood in the way of the payment has been cleared, and { $amount } is being paid again. There is nothing for you to do; you will be told here.

message-round-returned-subject = The money has gone back to the city
message-round-returned = { $amount } could not be paid and has gone back to the city's finance bureau. Reason: { $words }. The award still stands. Correct the bank and account number on record; then it can go into a later round.

mail-open = Open it: { $address }
mail-sign = -- { $portal } (sent by the system; please do not answer this mail)
