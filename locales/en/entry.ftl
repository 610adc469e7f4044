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
