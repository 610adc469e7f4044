# 演示城市

demo-hello-new = 上云演示城市已建成，请用浏览器打开：
demo-hello-again = 已打开原有的演示城市，请用浏览器打开：
demo-hello-day = 系统日期：{ $date }。日期不会自己走，在上面的页面里可以往前拨。
demo-hello-temporary = 数据放在临时目录 { $folder }，程序结束即删除；要保留请用 --data 指定目录。
demo-hello-kept = 数据放在 { $folder }，下次用同一目录启动会接着用。
demo-hello-try = 先试试：
demo-try-handler = 以{ $office }经办{ $name }的身份进入“待办案件”，对着材料审一件备案。
demo-try-commission = 以{ $office }经办{ $name }的身份核对一件补贴申报，看每一分钱依据哪一条算出来。

demo-title = 演示：选择身份和日期
demo-lead = 这是一座虚构的演示城市：规则照方案真的在算，企业、人员和金额都是假的。在这里点一下就能成为任何人，不用密码。
demo-todo = 点一个名字，以这个人的身份进入工作台
demo-clock = 系统日期
demo-clock-says = 现在是 { $date }。日期停在这里，只能往前拨，不能往回；往前拨时，到期的事情会按先后办完。登录时限和防刷限制仍按真实时间计算。
demo-to-workday = 下一个工作日
demo-city-offices = 市级单位
demo-district-offices = 区县单位
demo-providers = 云服务商
demo-experts = 评审专家
demo-administrators = 三员
demo-auditors = 审计
demo-office = 单位
demo-seat = 身份
demo-people = 人员
demo-rank-handle = 经办
demo-rank-check = 审核
demo-rank-sign = 签发
demo-seat-system-admin = 系统管理员
demo-seat-security-admin = 安全管理员
demo-seat-audit-admin = 审计管理员
demo-seat-internal-auditor = 内部审计
demo-seat-external-auditor = 外部审计（凭函、限期）
demo-disabled = 这个账户已被停用，不能进入。安全管理员可以重新启用。

demo-newcomer = 新来的企业
demo-newcomer-says = 刚注册账户、还没有登记单位的人。每点一次都是一个新人，可以从登记企业开始走完全程。
demo-newcomer-be = 以新人身份进入
demo-try-owner = 以{ $firm }负责人{ $name }的身份登录，把被退回的备案补正后重新提交。
demo-hints = 先试试
demo-parts = 本页内容
demo-clock-years = 开通满一年、满两年的服务，会随日期自动进入第二、第三个合同年度：服务商报名单，企业填申报并确认，一部分由审核部门核对。拨到年底可以看到第二年，再拨一次可以看到第三年。
demo-to-intake = 下一次月度受理之后
demo-to-contract-year = 下一个合同年度届满之后
demo-to-year-end = 年底
demo-news = 往前拨时办了什么
demo-news-none = 还没有往前拨过。
demo-news-intake = 月度受理截止：{ $sent } 件转入市级{ $waiting ->
    [0] 。
   *[other] ，{ $waiting } 件因预算用完轮候。
 }
demo-news-lapsed = { $name }的预留资金到期失效。
demo-news-roster = { $name }报送上云单位名单，{ $lines } 户。
demo-calendar-ends = 再往后的节假日安排还没有公布，日期不能再往前拨。
demo-nowhere = 没有可以前往的日期：还没有开通的服务。
demo-enterprises = 企业和事业单位
demo-enterprise = 单位
demo-cases = 在办和已办
demo-filing = 备案
demo-claim = 申报
demo-no-case = 已注册，还没有备案
demo-later = 后来加入的人
demo-try-plan = 这份方案没有写企业怎样备案，所以这里没有案件。可以以{ $office }{ $name }的身份看看工作台，再退出登录，读方案全文、算一算能得多少。
