# 案件页
case-person-erased = （姓名已依法删除）
case-programme-itself = 系统自动办理
