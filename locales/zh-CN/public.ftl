# 公众页面：首页、政策、自测、目录、公示、查询
public-home = 首页

## 时间与次序
public-workdays = { $n } 个工作日
public-days = { $n } 日
public-months = { $n } 个月
public-years = { $n } 年
public-received-at = 收件时间
public-order-first = { $by }在先
public-order-ascending = { $by }早者在先
public-order-descending = { $by }大者在先
public-only-when = 仅当：{ $condition }
public-only-reading = 仅在这一读法下：{ $condition }
public-now = { $name }（{ $value }）
public-valid = { $length }内有效

## 方案的状态
public-state-draft = 准备中
public-state-draft-says = 方案还在准备，尚未受理申请。
public-state-open = 受理中
public-state-open-says = 正在受理备案和补贴申报。
public-state-settling = 结清中
public-state-settling-says = 不再受理新的备案；已备案的照常申报、评审、公示、发放，异议和追回照常办理。
public-state-closed = 已结束
public-state-closed-says = 方案已经结束；只办理追回、信用修复、审计和归档。

## 政策列表
public-policies-lead = 每份政策逐条写明意思和执行它的规则。网上看到的规则，就是系统计算时用的规则。
public-policies-none = 还没有公开的政策文件。
public-policies-size = { $clauses } 条写有内容，{ $open } 处待裁定或已裁定的疑义

## 政策正文
public-contents = 目录
public-issued = 发布
public-term = 施行
public-term-says = { $first }至{ $last }
public-term-open = 自{ $first }起
public-basis = 依据
public-standing = 现在的状态
public-document = 政策文件
public-document-download = 下载原文件（Markdown）
public-document-hash = 文件的 SHA-256，每件核定都注明：
public-readings-sheet = 疑义清单（可打印，供裁定签署）
public-clause-encoded = 规则
public-clause-encoded-says = 由系统按规则计算
public-clause-procedural = 程序
public-clause-procedural-says = 由流程、材料、预算或目标执行
public-clause-declaratory = 宣示
public-clause-declaratory-says = 表明态度，不决定结果
public-open-mark = 对应的疑义编号
public-source = 规则原文（文件第 { $line } 行起）
public-elsewhere = 其他条款中的规则也在执行本条：

public-roles = 职责由谁承担
public-role-districts = 各区县的相应部门，按注册地
public-registers = 市里的名录
public-register-kept = 由{ $who }维护，按日期查询

public-requirements = 须符合的条件
public-requirement-else = 不符合时：{ $words }。
public-requirement-remedy = 怎么办：{ $remedy }。
public-parameters = 规定的数值
public-parameter-elsewhere = 由{ $notice }另定

public-tiers = { $name }（按{ $axis }分档，起点含在本档）
public-from = { $amount }起

public-award-for = 适用
public-award-formula = 补贴额
public-award-rounded = 取整
public-award-rounding = 精确到{ $unit }，{ $way }
public-rounding-down = 尾数舍去
public-rounding-up = 尾数进一
public-rounding-half = 四舍五入
public-unit-fen = 分
public-unit-yuan = 元
public-award-cut = 上限
public-award-beneficiary = 受益方
public-award-payee = 收款方
public-cut = 不超过{ $limit }
public-cut-lasting = 各年累计不超过{ $limit }，已享受的按{ $used }计

public-uniques = 不得重复
public-unique-count = 同一{ $fields }，至多 { $most } 件
public-unique-sum = 同一{ $fields }，{ $of }累计不超过{ $limit }
public-unique-counting = 计入：{ $cases }
public-counting-live = 在办的
public-counting-funded = 已补贴的

public-facts = 要弄清的事实
public-fact-fact = 事实
public-fact-question = 怎么问
public-fact-proof = 凭什么证明
public-fact-attested = 由谁核定
public-fact-derived = 由系统按规则核算
public-records = 要提供的明细
public-records-keys = 以{ $keys }区分，至多 { $rows } 行。
public-records-given = 由系统给出。
public-records-proof = 凭{ $papers }。
public-papers = 材料
public-papers-others = 其他环节用到的材料：
public-paper-stands-in = 可由{ $papers }代替
public-paper-stands-in-if = { $paper }（仅当{ $condition }）
public-paper-issuers = 由{ $who }出具

public-procedure = 程序：{ $name }
public-procedure-per = 每一{ $scope }办理一件。
public-step-who = 由谁办
public-step-ranks = { $who }（{ $ranks }）
public-step-time = 时限
public-step-within = { $length }内
public-step-papers = 凭
public-step-decides = 核定
public-step-exits = 还可以
public-step-registered = { $who }不登录系统，由经办部门登记其文件，另一人核对
public-cutoff = 每月 { $day } 日截止，{ $holiday }
public-cutoff-later = 遇节假日顺延到下一个工作日
public-cutoff-earlier = 遇节假日提前到上一个工作日
public-cutoff-unmoved = 遇节假日不变
public-exit-correct = 退给申请人补正
public-exit-return = 退回
public-exit-return-to = 退回到“{ $step }”
public-exit-refuse = 不予通过
public-exit-withdraw = 申请人撤回

public-budget = 预算与资金
public-budget-says = { $name }：每一{ $scope }一本账，资金来自{ $source }，总额为{ $amount }
public-reserve-says = 在“{ $step }”时预留{ $amount }，次序：{ $order }
public-reserve-lapse = { $length }内没有“{ $step }”的，预留失效
public-shortage-wait = 预算不足的按次序轮候
public-shortage-away = 预算不足的不再受理
public-shortage-next-year = 预算不足的转到下一年
public-settle-says = 在“{ $step }”时按{ $pay }支付，次序：{ $order }
public-pay-in-full = 全部足额支付，不够则不能结算
public-pay-partial = 按次序足额支付，最后一件可以部分支付
public-pay-skip = 按次序足额支付，放不下的跳过
public-pay-stop = 按次序足额支付，到第一件放不下的为止
public-pay-pro-rata = 按比例支付

public-targets = 目标
public-target-what = 目标
public-target-number = 数量
public-target-by = 截至
public-target-source = 怎么数
public-target-counted = 由系统按办结的案件计数
public-target-recognised = 由{ $who }认定

public-switches = 原文没有写明之处
public-ruled = 已裁定
public-option-default = （默认）
public-option-adverse = （对企业不利：裁定之前暂缓，不作驳回）
public-switch-reason = 默认的理由：{ $reason }。
public-switch-ruling = 已裁定：{ $number }，{ $date }。
public-switch-unruled = 尚未裁定，现按默认读法办理。
public-notes = 说明
public-flags = 需要留意的情形
public-flag-review = 请审核人复核
public-flag-hold = 暂缓，等待说明或裁定
public-flag-recuse = 有关人员回避
public-flag-block = 拦截
public-flag-threshold = 界限为{ $name }
public-recoveries = 追回
public-recovery-says = 追回{ $amount }，由{ $who }办理
public-recovery-entered = 列入{ $registers }

public-cases = 算例
public-cases-run = 每次载入政策文件时逐行验算，算不出写明的结果就不能载入。
public-cases-reason = 结果
public-cases-award = 补贴额
public-cases-unknown = 未知

## 疑义清单
public-sheet-title = { $plan }疑义裁定单
public-sheet-as-of = 截至{ $date }
public-sheet-back = 返回政策正文
public-sheet-lead = 实施方案有 { $n } 处没有写明。下表列出每一处的问题、可选的读法和现行的默认读法，请逐项裁定。
public-sheet-code = 编号与条款
public-sheet-question = 问题与默认理由
public-sheet-options = 读法
public-sheet-ruling = 裁定文号与日期
public-sheet-open = （待裁定）
public-sheet-effect = 裁定登记之后即生效：以后的核定按裁定的读法计算，并注明裁定文号；已经作出的核定不变。标有“对企业不利”的默认读法，裁定之前只暂缓、不驳回。
public-sheet-signature = （签署）
public-sheet-date = 年　　月　　日
