# 登录、注册、邀请、重设密码、账户

seat-enterprise-owner = 企业账户负责人
seat-enterprise-colleague = 企业经办人
seat-newcomer = 新注册用户
seat-provider = 服务商
seat-officer-handle = 经办人员
seat-officer-check = 审核人员
seat-officer-sign = 签发人员
seat-expert = 评审专家
seat-system-admin = 系统管理员
seat-security-admin = 安全管理员
seat-audit-admin = 审计管理员
seat-internal-auditor = 内部审计
seat-external-auditor = 外部审计
seat-clock = 系统时钟
seat-founder = 初始化程序
seat-public = 社会公众

entry-password-short = 密码至少要 { $min } 个字符。
entry-password-long = 密码最多 { $max } 个字符。
entry-password-login = 密码与登录名太接近。请换一个别人猜不到的。
entry-password-digits = 只有数字的密码容易被猜中。请加上字母、汉字或符号。
entry-password-common = 这个密码太常见，容易被猜中。几个不相干的词连在一起，好记又难猜。

entry-sign-in = 登录
entry-login = 登录名
entry-login-hint = 注册或受邀时使用的邮箱或手机号
entry-sign-in-says = 办理备案、申报、审核和拨付，请先登录。
entry-login-new-hint = 邮箱或手机号，以后用它登录
entry-password = 密码
entry-forgotten = 忘记密码
entry-wrong = 登录名或密码不对。请核对后再试；忘记了密码，可以点“忘记密码”。
entry-wait = 尝试的次数太多。为保护账户，请 { $minutes } 分钟后再试；不必反复尝试，等待时间不会因此延长。
entry-term-ended = 这个账户的授权期限已于{ $until }届满。请与发出授权的部门联系。
entry-demo = 这是演示城市，不用密码，选一个身份就能进去。
entry-demo-go = 选择身份
entry-no-account = 还没有账户
entry-no-account-enterprise = 企业和事业单位可以自行注册，由第一位注册的人登记单位、担任账户负责人。
entry-no-account-staff = 政府部门、服务商和专家的账户由安全管理员邀请开通，请查收邀请链接。
entry-have-account = 已有账户，直接登录

entry-second = 二次验证
entry-second-says = 密码正确。请输入身份验证器应用里当前显示的 6 位数字。
entry-code = 验证码
entry-code-hint = 6 位数字，每 30 秒更换一次；也可以输入一个恢复码
entry-code-send = 验证并登录
entry-code-back = 换一个账户
entry-code-wrong = 验证码不对，或者已经用过。请等应用里的数字更换之后，再输入新的。
entry-code-lost = 手机不在身边？
entry-code-lost-says = 请输入一个恢复码，每个恢复码只能用一次。恢复码也没有了的，请联系安全管理员为您重新开通。

entry-enrol = 设置二次验证
entry-enrol-says = 您的身份能够办理公务，除了密码，每次登录还要输入手机上的验证码。现在设置一次，大约一分钟。
entry-enrol-app = 在手机上安装一个身份验证器应用（支持 TOTP 的都可以，例如系统自带的“密码”或各应用商店里的身份验证器）。
entry-enrol-scan = 用应用扫描这个二维码：
entry-enrol-square = 供身份验证器应用扫描的二维码
entry-enrol-type = 不能扫描的，在应用里手工输入密钥：
entry-first-code-hint = 应用里现在显示的 6 位数字
entry-first-code-wrong = 验证码与这个二维码对不上。请确认手机的时间是自动校准的，再输入现在显示的数字。
entry-enrol-send = 完成设置

entry-recovery = 请保存恢复码
entry-recovery-once = 这些恢复码只显示这一次。
entry-recovery-says = 手机丢失或更换时，用恢复码代替验证码登录，每个只能用一次。请打印或抄下来，放在安全的地方，不要存在同一部手机里。
entry-recovery-kept = 已经保存好，继续

entry-sign-up = 企业注册
entry-sign-up-says = 为本单位注册第一个账户。注册之后登记单位信息，就可以申请备案；同事的账户由您邀请。
entry-name = 姓名
entry-mail = 邮箱
entry-mail-hint = 用作登录名。确认链接和办理通知会发到这里
entry-password-new = 设置密码
entry-password-hint = 至少 { $min } 个字符。几个不相干的词连在一起，好记又难猜；不要用其他网站用过的密码
entry-password-repeat = 重复输入的密码
entry-password-differs = 两次输入的密码不一样。请再输入一次。
entry-login-wrong = 请填写邮箱地址，例如 name@example.com；允许用手机号的，请填 11 位手机号。
entry-login-taken = 这个登录名已经有账户了。请直接登录；忘记密码的，请重设密码。
entry-notice = 个人信息说明：姓名和邮箱（或手机号）只用于登录、联系和办理通知，加密保存，不公开；账户注销后按规定删除。您可以在“账户与登录记录”中查看，并要求更正。
entry-told = 我已阅读上面的个人信息说明
entry-told-missing = 请先阅读个人信息说明，并勾选。
entry-sign-up-send = 注册
entry-sign-up-again = 重新注册
entry-sent = 请查收邮件
entry-sent-todo = 打开邮箱，点开邮件里的链接
entry-sent-nothing = 几分钟后还没有收到的，请看看垃圾邮件，并核对邮箱是否填对。
entry-sign-up-sent = 确认链接已经发到您填写的邮箱，24 小时内有效。
entry-confirm = 确认邮箱
entry-confirm-says = 确认之后账户就开通了，接下来登记单位信息。
entry-confirm-send = 确认并继续

entry-link-gone = 链接已经失效
entry-link-gone-says = 这个链接已经用过、已经过期，或者被后来的链接代替了。
entry-ask-again = 重新获取链接

entry-invitation = { $name }，请开通您的账户
entry-invitation-says = 您受邀使用{ $portal }。请核对下面的信息，有误的请先与邀请您的部门联系。
entry-invitation-todo = 设置密码，一步完成
entry-invitation-todo-second = 设置密码，然后在手机上设置二次验证
entry-invitation-send = 设置密码并继续
entry-seat = 身份

entry-reset = 重设密码
entry-reset-says = 填写登录名，我们把重设密码的链接发到您的邮箱。
entry-reset-send = 发送链接
entry-reset-again = 重新发送链接
entry-reset-staff = 用手机号登录的，以及政府部门、服务商和专家收不到邮件的，请联系安全管理员重新开通。
entry-reset-no-mail = 本系统没有配置邮件服务，不能自行重设密码。请联系安全管理员，由其发给您新的链接。
entry-reset-sent = 如果这个登录名有账户并且是邮箱，重设链接已经发出，2 小时内有效。
entry-reset-choose = 设置新密码
entry-reset-choose-says = 设置之后，所有设备上的登录都会退出，请用新密码重新登录。二次验证不变。
entry-reset-set = 设置新密码
entry-reset-done = 新密码已经生效，请登录。

mail-confirm-subject = 请确认您的邮箱
mail-confirm =
    您好！有人用这个邮箱在{ $portal }注册了账户。如果是您本人，请打开下面的链接确认：

    { $address }

    链接在{ $until }以前有效，只能使用一次。如果不是您本人，请忽略本邮件，账户不会开通。
mail-known-subject = 您已经有账户了
mail-known =
    您好！有人用这个邮箱在{ $portal }注册账户，但这个邮箱已经有账户了。如果是您本人，请直接登录，忘记密码的可以重设：

    { $address }

    如果不是您本人，请忽略本邮件，您的账户没有任何变化。
mail-invitation-subject = 请开通您的账户
mail-invitation =
    { $name }，您好！您受邀使用{ $portal }。请打开下面的链接设置密码：

    { $address }

    链接在{ $until }以前有效，只能使用一次。请不要转发本邮件。
mail-reset-subject = 重设密码
mail-reset =
    您好！有人请求重设您在{ $portal }的密码。如果是您本人，请打开下面的链接设置新密码：

    { $address }

    链接在{ $until }以前有效，只能使用一次。如果不是您本人，请忽略本邮件，您的密码没有变化。

account-title = 账户与登录记录
account-says = 您的登录方式，以及现在登录着的设备。有不认识的设备，请马上结束它并修改密码。
account-recovered = 您用恢复码登录了。手机已经丢失的，请重新设置二次验证。
account-changed = 新密码已经生效，其他设备上的登录都已退出。
account-second-off = 二次验证已经关闭。
account-ways = 登录方式
account-password-at = 上次设置：{ $at }
account-password-none = 没有设置密码
account-password-change = 修改密码
account-password-now = 现在的密码
account-password-wrong = 现在的密码不对。请再输入一次。
account-password-says = 修改之后，其他设备上的登录会退出，本次登录不受影响。
account-password-save = 保存新密码
account-second-on = 已设置
account-second-none = 未设置
account-second-set = 设置
account-second-renew = 更换手机或重新设置
account-second-drop = 关闭二次验证
account-second-drop-says = 关闭之后，登录只凭密码。请输入现在的密码确认。
account-second-required = 您的身份必须使用二次验证，不能关闭。
account-second-says = 在新手机上设置好之后，旧的验证码和旧的恢复码都作废。
account-recovery = 恢复码
account-recovery-left = 还有 { $n } 个没有用过
account-recovery-none = 设置二次验证时生成
account-recovery-renew = 重新生成恢复码
account-recovery-says = 重新生成之后，旧的恢复码全部作废。请输入现在的密码确认。
account-recovery-make = 重新生成
account-sessions = 现在登录着的设备
account-sessions-says = 30 分钟不操作或者登录满 12 小时，会自动退出。
account-device = 设备
account-device-unknown = 未识别的设备
account-address = 来自
account-began = 登录时间
account-seen = 最近使用
account-act = 操作
account-this-session = 本次登录
account-end = 结束
account-end-others = 结束其他所有登录
account-back = 返回

inbox-title = 消息
inbox-says = 与贵方有关的办理情况，新的在前。同一单位的同事看到的是同一份。
inbox-unread = 有 { $n } 条新消息
inbox-read-all = 全部标为已读
inbox-state = 状态
inbox-message = 内容
inbox-at = 时间
inbox-new = 新
inbox-read = 已读
inbox-open = 打开
inbox-mark = 标为已读
inbox-older = 更早的消息
inbox-empty = 还没有消息。案件有进展时，会在这里通知。

entry-register-first = 先登记贵单位，再办理备案和申报。
entry-register-enterprise = 登记贵单位
