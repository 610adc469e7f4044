# Sign-in, sign-up, invitation, reset, account

seat-enterprise-owner = Owner of an enterprise's account
seat-enterprise-colleague = Enterprise staff
seat-newcomer = Newcomer
seat-provider = Provider
seat-officer-handle = Handler
seat-officer-check = Reviewer
seat-officer-sign = Signer
seat-expert = Review expert
seat-system-admin = System administrator
seat-security-admin = Security administrator
seat-audit-admin = Audit administrator
seat-internal-auditor = Internal auditor
seat-external-auditor = External auditor
seat-clock = The programme's clock
seat-founder = Set-up
seat-public = The public

entry-password-short = A password has at least { $min } characters.
entry-password-long = A password has at most { $max } characters.
entry-password-login = The password is too close to the name you sign in with. Choose one that nobody guesses.
entry-password-digits = Digits alone are easily guessed. Add letters or marks.
entry-password-common = This password is one that everybody tries. A few words that have nothing to do with each other are easy to remember and hard to guess.

entry-sign-in = Sign in
entry-login = Sign-in name
entry-login-hint = The mail address or phone number you signed up or were invited with
entry-sign-in-says = Sign in to file, to claim, to review and to pay.
entry-login-new-hint = A mail address or a mobile number; you will sign in with it
entry-password = Password
entry-forgotten = Forgotten password
entry-wrong = The name or the password is wrong. Check both and try again; if you have forgotten the password, you can set a new one.
entry-wait = Too many tries. To protect the account, please wait { $minutes } minutes; trying in between does not make it longer.
entry-term-ended = The term of this account ended on { $until }. Please ask the office that admitted you.
entry-demo = This is the demo city: no password, choose whom to be and go in.
entry-demo-go = Choose whom to be
entry-no-account = No account yet
entry-no-account-enterprise = Enterprises and institutions sign up themselves; whoever comes first registers the enterprise and owns its account.
entry-no-account-staff = Offices, providers and experts are invited by the security administrator: look for the link in your mail.
entry-have-account = I have an account: sign in

entry-second = Second factor
entry-second-says = The password is right. Enter the six digits that your authenticator app shows now.
entry-code = Code
entry-code-hint = Six digits that change every 30 seconds; a recovery code will do as well
entry-code-send = Check and sign in
entry-code-back = Another account
entry-code-wrong = The code is wrong or was used before. Wait until the app shows new digits and enter those.
entry-code-lost = Your phone is not at hand?
entry-code-lost-says = Enter one of your recovery codes; each works once. If you have none left, ask the security administrator to let you in anew.

entry-enrol = Set up the second factor
entry-enrol-says = Your seat acts for an office, so every sign-in also asks for a code from your phone. Set it up once; it takes about a minute.
entry-enrol-app = Install an authenticator app on your phone (any that knows TOTP, such as the phone's own passwords app).
entry-enrol-scan = Scan this code with the app:
entry-enrol-square = QR code for an authenticator app
entry-enrol-type = If you cannot scan it, type this key into the app:
entry-first-code-hint = The six digits that the app shows now
entry-first-code-wrong = The digits do not belong to this code. Make sure that your phone sets its clock by itself, and enter the digits it shows now.
entry-enrol-send = Finish

entry-recovery = Keep your recovery codes
entry-recovery-once = These codes are shown only this once.
entry-recovery-says = If you lose or change your phone, sign in with a recovery code instead; each works once. Print them or write them down and keep them safe, not on the same phone.
entry-recovery-kept = I have kept them, go on

entry-sign-up = Sign up
entry-sign-up-says = Open the first account of your enterprise. Then register the enterprise and file; you invite your colleagues yourself.
entry-name = Name
entry-mail = Mail address
entry-mail-hint = You sign in with it; the link to confirm and all notices go there
entry-password-new = Choose a password
entry-password-hint = At least { $min } characters. A few words that have nothing to do with each other are easy to remember and hard to guess; use none that you use elsewhere
entry-password-repeat = The password again
entry-password-differs = The two passwords are not the same. Type it again.
entry-login-wrong = Enter a mail address such as name@example.com, or a mobile number of 11 digits where numbers are allowed.
entry-login-taken = This name has an account already. Sign in, or set a new password if you have forgotten it.
entry-notice = Your personal data: name and mail address (or phone number) are used for sign-in, contact and notices alone, kept encrypted and not published; they are erased by rule when the account is closed. You can see them under “Account and sessions” and have them corrected.
entry-told = I have read the notice on personal data above
entry-told-missing = Please read the notice on personal data and tick the box.
entry-sign-up-send = Sign up
entry-sign-up-again = Sign up again
entry-sent = Look into your mail
entry-sent-todo = Open the link in the mail
entry-sent-nothing = If nothing comes within a few minutes, look among the junk mail and check that the address was right.
entry-sign-up-sent = A link has been sent to the address you gave. It works for 24 hours.
entry-confirm = Confirm your mail address
entry-confirm-says = This opens your account; then you register your enterprise.
entry-confirm-send = Confirm and go on

entry-link-gone = This link does not work any more
entry-link-gone-says = It was used, has run out, or was replaced by a later one.
entry-ask-again = Ask for another link

entry-invitation = { $name }, open your account
entry-invitation-says = You are invited to { $portal }. Check what stands below; if something is wrong, ask the office that invited you first.
entry-invitation-todo = Choose a password, that is all
entry-invitation-todo-second = Choose a password, then set up the second factor on your phone
entry-invitation-send = Set the password and go on
entry-seat = Seat

entry-reset = Set a new password
entry-reset-says = Give the name you sign in with, and we mail you a link to set a new password.
entry-reset-send = Send the link
entry-reset-again = Send another link
entry-reset-staff = If you sign in with a phone number, or mail does not reach you, ask the security administrator to let you in anew.
entry-reset-no-mail = This system has no mail server, so passwords cannot be reset by mail. Ask the security administrator for a new link.
entry-reset-sent = If this name has an account and is a mail address, a link is on its way. It works for 2 hours.
entry-reset-choose = Choose a new password
entry-reset-choose-says = This ends your sessions on all devices; sign in again with the new password. The second factor stays as it is.
entry-reset-set = Set the new password
entry-reset-done = The new password is set. Please sign in.

mail-confirm-subject = Confirm your mail address
mail-confirm =
    Somebody signed up at { $portal } with this address. If it was you, open this link to confirm:

    { $address }

    It works once, until { $until }. If it was not you, ignore this mail: no account is opened.
mail-known-subject = You have an account already
mail-known =
    Somebody signed up at { $portal } with this address, which has an account already. If it was you, sign in, or set a new password if you have forgotten it:

    { $address }

    If it was not you, ignore this mail: nothing about your account has changed.
mail-invitation-subject = Open your account
mail-invitation =
    { $name }, you are invited to { $portal }. Open this link to set your password:

    { $address }

    It works once, until { $until }. Please do not forward this mail.
mail-reset-subject = Set a new password
mail-reset =
    Somebody asked for a new password for your account at { $portal }. If it was you, open this link to choose one:

    { $address }

    It works once, until { $until }. If it was not you, ignore this mail: your password has not changed.

account-title = Account and sessions
account-says = How you sign in, and on which devices you are signed in now. If you do not know one of them, end it at once and change your password.
account-recovered = You signed in with a recovery code. If your phone is lost, set up the second factor anew.
account-changed = The new password is set, and your sessions elsewhere have ended.
account-second-off = The second factor is switched off.
account-ways = How you sign in
account-password-at = Last set: { $at }
account-password-none = No password is set
account-password-change = Change the password
account-password-now = Present password
account-password-wrong = That is not the present password. Type it again.
account-password-says = Your sessions on other devices end; this one goes on.
account-password-save = Save the new password
account-second-on = Set up
account-second-none = Not set up
account-second-set = Set it up
account-second-renew = Another phone, or set it up anew
account-second-drop = Switch off the second factor
account-second-drop-says = From then on the password alone opens your account. Type your present password to confirm.
account-second-required = Your seat needs a second factor; it cannot be switched off.
account-second-says = Once it is set up on the new phone, the old codes and the old recovery codes are void.
account-recovery = Recovery codes
account-recovery-left = { $n } not used yet
account-recovery-none = Made when the second factor is set up
account-recovery-renew = Fresh recovery codes
account-recovery-says = Fresh codes make all old ones void. Type your present password to confirm.
account-recovery-make = Make fresh codes
account-sessions = Devices signed in now
account-sessions-says = A session ends after 30 minutes without use, and after 12 hours.
account-device = Device
account-device-unknown = Unknown device
account-address = From
account-began = Since
account-seen = Last used
account-act = Action
account-this-session = This session
account-end = End
account-end-others = End all other sessions
account-back = Back

inbox-title = Inbox
inbox-says = What happened in your cases, the newest first. Everybody of your enterprise or office sees the same.
inbox-unread = { $n ->
    [one] { $n } new message
   *[other] { $n } new messages
 }
inbox-read-all = Mark all as read
inbox-state = State
inbox-message = Message
inbox-at = Time
inbox-new = New
inbox-read = Read
inbox-open = Open
inbox-mark = Mark as read
inbox-older = Older messages
inbox-empty = No messages yet. You are told here when something happens in a case.

entry-register-first = Register your enterprise first; filings and claims come after it.
entry-register-enterprise = Register your enterprise
