# 每一页都用到的话

layout-skip = 跳到正文
layout-error-prefix = 错误：
layout-todo = 要做什么
layout-turn = 现由谁办理
layout-due = 截止时间
layout-aside = 相关信息
layout-menu = 主菜单
layout-rail = 工作导航
layout-rail-late = 有逾期
layout-crumbs = 当前位置
layout-demo = 演示
layout-demo-says = 这里的企业、人员和金额都是虚构的。系统日期：{ $date }。
layout-demo-change = 更换日期或身份

header-sign-in = 登录
header-sign-out = 退出登录
header-my-home = 我的首页
header-my-account = 账户与登录记录

menu-policies = 政策与解读
menu-estimate = 自测试算
menu-providers = 云服务商目录
menu-disclosure = 公示公开
menu-query = 进度查询

view-title = 字号与对比度
view-size-standard = 标准字号
view-size-large = 大字号
view-size-largest = 特大字号
view-contrast-high = 高对比度
view-contrast-standard = 标准对比度

foot-host = 主办单位
foot-contact = 咨询电话
foot-accessibility = 无障碍声明

paper-print-hint = 可用浏览器的“打印”功能打印或存为 PDF
paper-hash = 数据摘要

notice-ok = 已完成
notice-attention = 请注意
notice-stop = 不能继续
notice-neutral = 说明
notice-errors = 有 { $n } 处需要修改

answers-change = 修改

task-waiting = 暂不可填
task-not-started = 未开始
task-in-progress = 进行中
task-done = 已完成
task-to-correct = 需修改
task-progress = 已完成 { $done } 项，共 { $all } 项

steps-name = 步骤
steps-here = 第 { $n } 步，共 { $all } 步：{ $name }
steps-done = 已完成

timeline-now = 当前由以下单位办理：

ladder-clause = 依据

thread-name = 往来消息

check-ok = 齐
check-missing = 缺
check-wrong = 不符
check-reason = { $label }：问题说明
check-reason-hint = 缺少或不符的，请写明原因

document-open = 单独打开
document-page = 第 { $n } 页
document-no-preview = 这份材料暂时不能预览，请单独打开查看。

table-pick = 选择
table-rows = 第 { $first }–{ $last } 条，共 { $total } 条
table-page = 第 { $page } 页，共 { $last } 页
table-paging = 翻页
table-first = 首页
table-previous = 上一页
table-next = 下一页
table-last = 末页

filter-apply = 筛选
filter-clear = 清除条件
batch-hint = 勾选后可一并办理。
batch-sum = 已选 # 件，合计 ¤ 元

value-deadline-left = 还剩 { $n } 个工作日（{ $date }）
value-deadline-today = 今天截止（{ $date }）
value-deadline-late = 已逾期 { $n } 个工作日（{ $date }）

chart-figures = 查看数据表
chart-what = 目标
chart-actual = 已完成
chart-target = 目标值
chart-share = 完成比例
chart-by = 期限
chart-due = 期限 { $date }
chart-met = 已达标
chart-here = 贵单位在此档
chart-tier-from = 档次
chart-tier-cap = 年度最高补贴（元）
chart-amount = 金额（元）

# 左侧导航与身份
rail-work = 工作
rail-desk = 工作台
rail-queue = 待办案件
rail-batches = 月度受理
rail-rounds = 资金批次
rail-ledger = 资金账
rail-enterprises = 企业
rail-registers = 名录
rail-inbox = 消息
rail-rosters = 上云名单
rail-system = 系统
rail-accounts = 账户
rail-journal = 日志
said = { $words }
