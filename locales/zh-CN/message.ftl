# 消息：发生了什么，要做什么，什么时候以前。名称与 domain 中的消息一致；-subject 是标题，-until 等是有期限时跟在后面的话。

message-workdays = { $n } 个工作日
message-days = { $n } 日
message-months = { $n } 个月
message-years = { $n } 年

message-filing-received-subject = 备案申请已收到（编号 { $number }）
message-filing-received = 贵单位的备案申请已收到，编号 { $number }，现由受理部门办理。贵单位暂时不用做什么，有结果会在这里通知。
message-filing-received-until = 受理部门应于{ $until }前答复。

message-filing-passed-subject = 备案申请已通过“{ $step }”
message-filing-passed = 贵单位的备案申请已通过“{ $step }”，文号 { $number }，转入下一环节。贵单位不用另行办理。
message-filing-passed-until = 下一环节应于{ $until }前办完。

message-filing-opened-subject = 云服务已开通，备案完成
message-filing-opened = 贵单位的云服务已开通，编号 { $number }，备案全部完成。请按合同付款，并保存好发票和付款凭证；服务商把贵单位列入上云单位名单后，就可以申报补贴。
message-filing-opened-lapse = 如果 { $lapse }内没有列入名单，为贵单位预留的资金会失效，请提醒服务商按时报送。

message-filing-returned-subject = 备案申请需要补正（{ $items } 处）
message-filing-returned = “{ $step }”退回了贵单位的备案申请，共 { $items } 处需要补正。请打开申请，按逐项说明修改或补充后重新提交。重新提交之后，办理时限重新计算。

message-filing-refused-subject = 备案申请未获通过
message-filing-refused = “{ $step }”决定不予备案。{ $codes ->
    [none] 理由和依据的条款写在申请页面上。
   *[other] 理由：{ $codes }。依据的条款写在申请页面上。
 }情况变化、条件具备之后可以重新申请；不服这一决定的，可以依法申请行政复议或者提起行政诉讼。

message-filing-waits-subject = 本年度预算已预留完，申请按次序轮候
message-filing-waits = 贵单位的备案已报到市里，但本年度预算已经预留完，应预留的 { $amount }暂时没有着落。申请按次序轮候，有资金腾出来就自动补上。贵单位不用重新申请。

message-filing-reserved-subject = 轮候结束，资金已预留
message-filing-reserved = 贵单位的备案轮候到了资金，已预留 { $amount }，转入市级备案。贵单位不用另行办理。

message-reservation-lapsed-subject = 预留的资金已失效
message-reservation-lapsed = 备案时为贵单位预留的 { $amount }，因为期限内没有列入上云单位名单，已经失效并退回预算。备案本身不受影响。如果仍在使用云服务，请联系服务商尽快报送名单；届时能否补贴，要看当时的预算。

message-claim-opened-subject = 可以填写补贴申报了
message-claim-opened = 已为贵单位的一个合同年度开出申报，已有的资料都已填好。请打开申报，补充合同、发票和付款凭证，核对之后由账户负责人确认提交。服务商还没有报送名单的，要等服务商答复后才能提交。

message-claim-on-roster-subject = 服务商已报送名单，请确认申报
message-claim-on-roster = 服务商已把贵单位列入上云单位名单，开通凭证和承诺函也已报送。请打开申报，补充付款凭证，核对之后由账户负责人确认提交。不确认，申报不会进入审核。

message-claim-decided-subject = 补贴已核定：{ $amount }
message-claim-decided = 贵单位的申报已核定，补贴 { $amount }{ $reason ->
    [FULL] ，按规定比例足额
    [CAPPED] ，按上限核减
   *[other] {""}
 }。计算步骤和依据的条款写在申报页面上。接下来列入资金批次，经评审、公示和审批后拨付，贵单位不用另行办理。

message-claim-returned-subject = 补贴申报需要补正（{ $items } 处）
message-claim-returned = “{ $step }”退回了贵单位的申报，共 { $items } 处需要补正。请打开申报，按逐项说明修改或补充后重新确认。重新确认之后，办理时限重新计算。

message-claim-refused-subject = 补贴申报未获通过
message-claim-refused = “{ $step }”决定对这一合同年度不予补贴。{ $codes ->
    [none] 理由和依据的条款写在申报页面上。
   *[other] 理由：{ $codes }。依据的条款写在申报页面上。
 }不服这一决定的，可以依法申请行政复议或者提起行政诉讼。

message-roster-missing-subject = 有企业反映没有列入名单，请答复
message-roster-missing = 有一家企业反映，它在贵公司平台上的服务没有列入上云单位名单。请打开申报核对：属实的，报送名单时把它列入，并附开通凭证和承诺函；不属实的，写明理由后答复不予列入。
message-roster-missing-days = 请在 { $days } 个工作日内答复。

message-roster-declined-subject = 服务商答复：不予列入名单
message-roster-declined = 服务商答复，没有把贵单位列入上云单位名单。服务商的说明：{ $words }。请先与服务商核实；仍有不同意见的，请带上合同和付款凭证与受理部门联系。

message-round-joined-subject = 申报已列入资金批次 { $number }
message-round-joined = 贵单位的申报已列入资金批次 { $number }。接下来按方案的步骤评审、公示和批准，进度可以在申报页面查看。贵单位不用另行办理。
message-edition-moved-subject = 贵单位的案件改按政策新版本办理
message-edition-moved = 牵头部门已把贵单位的案件改按另一个已发布的政策版本办理，理由：{ $reason }。已经决定的不变，尚未决定的按新版本办理。贵单位不用另行办理。
message-interpretation-answered-subject = 您提出的政策解释请求已答复
message-interpretation-answered = 关于“{ $clause }”的解释请求，主管部门已以 { $number } 号文件答复，答复全文见政策页面。

message-round-published-subject = 资金批次 { $number } 正在公示
message-round-published = 资金批次 { $number } 正在公示，贵单位列在其中。公示期间任何人都可以提出异议；期满没有异议的，转入下一步。贵单位不用另行办理。
message-round-published-until = 公示到{ $until }为止。

message-round-left-out-subject = 申报没有列入资金批次 { $number } 的拨付
message-round-left-out = 贵单位的申报没有列入资金批次 { $number } 的拨付。{ $reason ->
    [review_failed] 原因：专家评审没有通过。
    [objection_upheld] 原因：公示期间的异议成立。
    [no_money] 原因：本批资金不足，排在前面的已经用完预算。
   *[other] 原因：从本批移出。
 }{ $words ->
    [none] {""}
   *[other] 说明：{ $words }。
 }依据：{ $clause }。{ $reason ->
    [review_failed] 这一合同年度的申报就此终止；不服的，可以依法申请行政复议或者提起行政诉讼。
    [objection_upheld] 这一合同年度的申报就此终止；不服的，可以依法申请行政复议或者提起行政诉讼。
   *[other] 核定的补贴仍然有效，可以列入以后的批次，贵单位不用另行办理。
 }

message-round-allotted-subject = 资金批次 { $number } 的资金已下达
message-round-allotted = 资金批次 { $number } 已向本区县下达 { $amount }。请打开批次，逐笔付给企业，登记回单号；付不成的，登记原因。

message-round-paid-subject = 补贴已支付：{ $amount }
message-round-paid = 补贴 { $amount }已付到贵单位登记的账户，回单号 { $words }。请核对是否到账；没有到账的，请与区县财政部门联系。付款凭证请留存备查。

message-round-payment-failed-subject = 补贴没有付成，请核对账户
message-round-payment-failed = 补贴 { $amount }没有付成。原因：{ $words }。这笔钱仍为贵单位留着。请核对本单位登记的开户银行和账号，有误的请更正，然后告诉区县财政部门重新支付。

message-round-paying-again-subject = 补贴正在重新支付
message-round-paying-again = 付款的障碍已经排除，补贴 { $amount }正在重新支付。贵单位不用另行办理，付出后会在这里通知。

message-round-returned-subject = 补贴款已退回市财政
message-round-returned = 补贴 { $amount }多次没有付成，已退回市财政。原因：{ $words }。核定的补贴仍然有效。请更正本单位登记的开户银行和账号，更正之后可以列入以后的批次。

mail-open = 打开查看：{ $address }
mail-sign = —— { $portal }（本邮件由系统发出，请不要直接回复）
