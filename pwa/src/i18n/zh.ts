import { SHEET } from './sheet.zh'

/** Chinese comes first; `en.ts` must have the same keys, or the types fail. Facts stand in braces. */
export const zh = {
  common: {
    app: '亮码', back: '返回', large: '大字版', normal: '标准字号', demo: '演示数据', cancel: '取消', confirm: '确定', next: '下一步', help: '需要帮助可拨打 12345',
    held: '本机已存', received: '已送达', sealed: '已封存', list: '、', comma: '，', none: '无', optional: '选填', retry: '重试',
  },
  papers: { notice: '行政检查通知书', record: '现场检查笔录', result: '检查结果告知书', title: '文书', open: '打开', send: '发给企业', sending: '正在准备', failed: '没有取到文书，请在有网络时再试', network: '打开文书需要网络' },
  nav: { main: '主导航', tasks: '任务', outbox: '待上传', me: '我的', observe: '观察', clues: '线索' },
  login: {
    title: '登录', lead: '执法人员与监督员', account: '账号', password: '密码', go: '登录',
    needs: '请填写账号和密码', offline: '首次登录需要网络。当前连不上服务器，请到有信号处再试', wrong_role: '这个账号在管理端使用，请打开 {address}',
    again: '您的登录已失效，本机已存的内容仍在，登录后继续上传', english: 'English', passkey: '使用通行密钥', lost: '10 次错误后签名密钥已锁定，已录入的内容不受影响。登录后继续上传，并重新设置 PIN', forgot: '用密码登录后重新设置 PIN，已录入的内容不受影响',
  },
  sync: {
    waiting: '{n} 项待上传', oldest: '最早 {ago}前', nothing: '全部已送达', offline: '当前无网络，将自动重试', sign_in: '您的登录已失效，本机已存的内容仍在，登录后继续上传', sign_in_go: '重新登录',
    minutes: '{n} 分钟', hours: '{n} 小时', days: '{n} 天', now: '不到 1 分钟', update: '有新版本', update_go: '更新',
  },
  lock: {
    title: '解锁', lead: '输入 6 位 PIN，没有网络也能解锁', pad: 'PIN 键盘', progress: '已输入 {n} 位，共 6 位', erase: '删除', opening: '正在解锁', wrong: 'PIN 不对，还可尝试 {n} 次', wait: '{n} 秒后可再试', limit: '10 次错误后锁定签名密钥，已录入的内容不受影响', forgot: '忘记 PIN', held: '{n} 项待上传，本机已存', safe: '本机内容都在，上传不受影响',
    set_title: '设置 PIN', set_head: '选 6 位数字作 PIN', set_say: '以后用它解锁，没有网络也能用。它只在这台手机上，忘记时用密码登录后重设。', set_again: '再输入一次', set_simple: '太容易猜到，请换一个', set_differ: '两次不一样，请重新设置', making: '正在生成签名密钥', bare: '这台手机的签名密钥改由 PIN 保护。设置后会换新密钥，已录入的内容不受影响', lost: '原签名密钥已锁定，设置 PIN 后换新密钥。已录入的内容不受影响', revoked: '这台手机的签名密钥已被撤销，设置 PIN 后换新密钥。已录入的内容不受影响', storage: '没有写入本机，请腾出空间后重试',
    change_title: '修改 PIN', change_old: '输入现在的 PIN', change_new: '输入新的 PIN', changed: 'PIN 已修改',
  },
  today: {
    title: '今日任务', as_of: '数据截至 {time}', no_data: '还没有取到任务', tab_today: '今日 {n}', tab_week: '本周 {n}', tab_done: '已完成', tabs: '任务范围',
    open: '未完成的检查', arrived: '{time} 到场', continue: '继续检查', scan: '扫码开始', with: '{kind}，与{names}同往', alone: '{kind}', left: '{kind}，{time} 离场',
    empty: '今天没有安排。可扫企业码发起个案检查', empty_week: '本周没有安排', empty_done: '还没有完成的检查', needs_fix: '有 {n} 项要处理', clock: '手机时间比服务器{way} {n} 分钟，记录已按服务器时间校正', fast: '快', slow: '慢',
    recovered: '发现未完成的录制：{from}–{to}，已保住 {kept}', recovered_go: '保留并继续', stage_code: '已亮码，还没签到', stage_tell: '已到场，正在告知', stage_record: '正在现场检查', stage_result: '已填结果，还没签退',
    not_planned: '扫到的企业不在今天的任务里', any_time: '全天',
  },
  kind: {
    daily: '日常检查', case: '个案检查', special: '专项检查', followup: '复查', noninspection_service: '服务走访', noninspection_survey: '调研', noninspection_liaison: '联络走访', supervision: '执法监督',
  },
  state: { awaiting_approval: '待审批', approved: '已批准', rejected: '已退回', coded: '已发码', visited: '已到场', cancelled: '已取消', lapsed: '已失效' },
  quiet: { OUT: '安静期外', EXEMPT: '安静期，可检查', APPROVED: '安静期，已批准', VIOLATION: '在安静期内', NEEDS_REVIEW: '安静期待核', NOT_APPLICABLE: '不适用安静期' },
  cap: { WITHIN: '第 {n} 次，上限 {most} 次', EXEMPT: '不占次数', NOT_COUNTED: '不占次数', REACHED: '次数已满，上限 {most} 次', NEEDS_REVIEW: '次数待核' },
  quiet_big: { OUT: '今天不在内', EXEMPT: '可以检查', APPROVED: '已批准', VIOLATION: '今天在内', NEEDS_REVIEW: '待核', NOT_APPLICABLE: '不适用' },
  cap_big: { WITHIN: '第 {n} 次', EXEMPT: '不占次数', NOT_COUNTED: '不占次数', REACHED: '已到上限', NEEDS_REVIEW: '待核' },
  card: { active: '证件有效', suspended: '证件暂扣', expired: '证件过期', cancelled: '证件注销', revoked: '证件吊销', recalled: '证件收回', missing: '没有证件' },
  joint: {
    title: '联合检查', say: '几家单位同一时间到场，合用一个检查码和一份通知书。各自签到，各自记录。', we_lead: '本单位牵头。同一时间到场，合用一个检查码和一份通知书。各自签到，各自记录。', us: '本单位', leads: '牵头', came: '已到场', of: '{organ}等联合检查', beside: '同来：{who}。一个检查码，扫一次就行', theirs: '由其他单位询问', theirs_say: '一张检查表，每个问题只问一次，这些不用再问。',
  },
  task: {
    title: '任务详情', way: '导航', plan_line: '年度计划', plan_of: '{year} 年度检查计划', plan_share: '已查 {done} 次，共 {wanted} 次', plan_done: '已查 {done} 次', when: '计划时间', reason: '检查事由', items: '检查事项', officers: '检查人员', address: '地址', identifier: '信用代码', verdict: '安静期与次数', rule: '依据 {rule}', notice: '通知书', notice_none: '还没有生成',
    notice_hash: '校验码 {hash}', recording: '音像记录', lent: '按上级文书借调到{organ}，检查结束后借调随之结束', go: '准备出发', resume: '继续检查', no_code: '还没有检查码，请部门先审批发码',
    cancelled: '任务已取消，只能查看', basis: '依据：{basis}', missing: '本机没有这个任务。有网后会自动更新', short: '核验号 {code}', me: '本机', done: '检查已完成',
  },
  forecast: {
    tag: '本机预判', remark: { NO_PLAN: '没有公布的年度计划', REPEAT_SAME_DAY: '同日重复检查', ABORTED_AGAIN: '连续中止检查', DISGUISED_INSPECTION: '疑似变相检查' }, refused: '新取到的预判数据不是本机记下的密钥签的，没有采用，仍用之前的。请告知管理员；核实后重新登录，就记下新的密钥', stands: '以服务器判定为准', stands_as_of: '以服务器判定为准，数据截至 {time}', unknown: '本机不知道', slot: '最近可检查时间：{slot}', planned: '排定时服务器判定：{quiet}，{cap}', differs: '到场时本机预判：{quiet}，{cap}（数据截至 {time}）。两者不同，以服务器判定为准',
    none: '本机还没有取到预判数据，有网后自动更新', unsigned: '预判数据的签名核对不上，不采用。有网后自动更新', old: '预判数据是 {age}前的，已过期。有网后自动更新', ahead: '手机时间早于预判数据的时间，请核对手机时间', task: '预判数据里没有这项检查，到场后判断',
    enterprise: '扫到的企业不是任务中的企业，到场后判断', rules: '到场时要用的规则不在预判数据里，到场后判断', own: '本机有一次到这家企业的检查没有对应任务，次数由服务器判断',
  },
  prepare: {
    title: '出发准备', testing: '正在自检', ready: '都正常，可以出发', look: '可以出发，{n} 项请看一眼', unready: '{n} 项没有就绪', how: '怎么处理', again: '重新自检', once: '摄像头和麦克风只在这里问一次，请选“允许”。定位在到场时才获取。', go: '全部就绪', go_look: '看过了，出发', go_anyway: '仍然出发', noted: '会随签到记入检查记录，到场后照常检查。', go_noted: '记下并出发',
    storage: '存储', storage_fine: '可录约 {n} 分钟', storage_low: '只够录约 {n} 分钟', storage_unknown: '测不出，请留足空间',
    battery: '电量', battery_fine: '{n}%', battery_low: '{n}%，请充电', battery_unknown: '读不到，请自己看一眼',
    camera: '摄像头', camera_fine: '正常', camera_denied: '没有权限', camera_busy: '被占用', camera_absent: '没有找到', camera_unsupported: '浏览器不支持',
    microphone: '麦克风', microphone_fine: '正常', microphone_denied: '没有权限', microphone_busy: '被占用', microphone_absent: '没有找到', microphone_unsupported: '浏览器不支持',
    place: '定位', place_fine: '已允许', place_ask: '签到时会问，请选允许', place_denied: '没有权限',
    clock: '时间校准', clock_fine: '已校准', clock_stale: '按上次校准', clock_unknown: '未校准',
    package: '离线包', package_fine: '数据截至 {time}', package_stale: '超过 24 小时没更新', package_absent: '没有检查码',
    installed: '安装到桌面', installed_fine: '已安装', installed_absent: '还没有安装',
    help: {
      storage: '删除不用的照片和应用，或换一台手机。空间满时录制会安全停止，已录部分都在。', battery: '带上充电宝。全程录像每小时约用两成电，也可以改用执法记录仪。', camera: '在浏览器地址栏左侧打开网站设置，允许摄像头；被占用时关掉别的相机应用，再重新自检。', microphone: '在浏览器地址栏左侧打开网站设置，允许麦克风，再重新自检。没有声音的录像要说明原因。',
      place: '在浏览器地址栏左侧打开网站设置，允许位置信息。仍没有定位时，签到页可以写明原因，照常签到。', clock: '联网一次就会校准。没有校准时只能出示静态码，到场时间按服务器收到的时间核对。', package: '连上网络，等任务页的“数据截至”更新。没有检查码的，请部门审批发码。', installed: '在浏览器菜单里选“添加到主屏幕”。不安装也能检查，但浏览器可能清理还没上传的内容。',
    },
  },
  recording_need: { none: '清单没有要求。可以录，录前告知', photo: '清单要求拍照', audio: '清单要求全程录音', process: '清单要求从告知录音录像到离场录音录像', whole: '清单要求从到场到离场全程录音录像', uninterrupted: '清单要求从到场到离场录音录像，不能中断' },
  along: {
    title: '随行人员', lead: '辅助人员和专家由执法人员带领，不单独进入，不对企业发表意见。', named: '任务已登记 {n} 人', came: '到场 {n} 人', on_task: '任务上登记的，到场的点一下', none_on_task: '任务没有登记随行人员', here: '到场',
    assistant: '辅助人员', expert: '专家', number: '编号 {number}', add: '记录未登记的人', add_say: '任务上没有登记的人也来了，照实记录，会提示后台。', role: '身份', number_label: '编号', number_hint: '工作证或聘书上的编号', keep: '加入', remove: '移除', need: '请选身份并填编号', unknown: '未登记', locked: '已签到，随行人员不能再改', done: '完成',
  },
  codeless: {
    title: '没有检查码', row: '没有检查码，写明原因', said: '已写明：{why}', lead: '凭执法证入企的，写明原因，随检查报司法局', why: '原因', words: '情况说明', words_hint: '写明为什么没有检查码', go: '提交说明', need_why: '请选原因', need_words: '请写情况说明', saved: '已记录，{time}，本机已存', done: '{time} 已写明：{why}', shows: '离场前请补发检查码，并出示给企业', due: '{n} 个工作日内要报告，逾期会预警', made_up: '断网时的记录，{n} 天内要补传', show: '去出示检查码',
    reason: { emergency: '紧急情况', evidence: '证据可能灭失', special: '其他特殊原因', network: '网络或系统故障' },
    kind: '来做什么', kind_say: '没有任务。不是检查的，请选明', inspection: '行政检查', free: '不占检查次数，不得记录违法情况', finished: '走访完成',
  },
  stated: {
    title: '补述事由', row: '安静期到场，补述事由', lead: '安静期内到场的，联网后有规定时限可以说明事由，由司法局决定', until: '{time} 前可以说明事由，一次为限，由司法局决定', over: '期限到 {time} 为止，没有说明事由', ground: '事由', choose: '请选择', evidence: '依据编号', evidence_hint: '文号、案件号、投诉号等', words: '情况说明', words_hint: '写明为什么当天必须到场', prior: '这种事由须在到场前批准，事后不能补办，司法局只能确认违规或予以谅解', go: '提交说明', back: '返回', told: '{time} 说明', refused: '服务器没有收下这条说明，原因见待上传', outbox: '看原因', need_ground: '请选事由', need_evidence: '请填依据编号', need_words: '请写情况说明', saved: '已记录，{time}，本机已存', public: '企业看得到进展和日期，看不到编号和说明',
    state: { stated: '已说明，等待决定', confirmed: '司法局确认违规', excused: '司法局予以谅解，违规记录不变', reclassified: '司法局重新归类，已重新判定' },
    reason: { superior: '上级部署', safety_field: '安全环保、食品药品等领域有未消除的隐患', emergency: '突发事件应急处置', complaint: '投诉举报或媒体反映', case: '立案案件现场取证', statutory_deadline: '法定期限内的检查或复查', licence: '许可核查或企业申请', tax_risk: '涉税风险应对', other: '其他' },
  },
  early: {
    title: '提前结束', how: '检查怎么结束的', why: '原因', words: '经过', words_hint: '写明看到了什么、问了谁', go: '确认并离场', go_out: '确认，去签退', positioning: '正在取离场位置', saved: '已记录，{time}，本机已存', need_how: '请先选怎么结束的', need_why: '请选原因', need_words: '请写明经过', door: '没能进去，或企业拒绝', link: '没有查成？提前结束', recording: '还在录制，先结束录制', record: '去录像', stop: '去结束录制', done: '检查结果已提交，不能再改',
    reason: { nobody_there: '没有人在', closed: '停业或关门', wrong_address: '地址不符', moved: '已搬迁', called_away: '另有紧急任务', danger: '现场有危险', nobody_in_charge: '负责人不在场', wrong_enterprise: '不是要查的企业', no_certificate: '没有出示执法证', no_code: '没有出示检查码', too_few_officers: '执法人员不足两人', no_notice: '没有送达通知书', quiet_period: '安静期内没有例外理由', kept_out: '不让进门', will_not_cooperate: '不配合检查', threatened: '有威胁或阻挠', other: '其他原因' },
    free: { aborted_before_entry: '没有进入，不占检查次数，到访照常入账', aborted_on_site: '到场 {n} 分钟，还没有记检查项。{grace} 分钟内离场不占检查次数', refused_lawful: '不占检查次数，也不记在企业名下', refused_other: '' },
    counts: { late: '到场 {n} 分钟，超过 {grace} 分钟，占 1 次检查次数', items: '已记 {n} 项，占 1 次检查次数', refused: '占 1 次检查次数，拒绝经过须录音录像' },
    arrives: '还没有签到，会一并记下到场',
  },
  recusal: {
    title: '企业申请回避', none: '没有申请', noted: '已记录 {n} 条', lead: '检查不停。申请由单位负责人决定，决定前照常检查。', who: '请谁回避', why: '企业说的理由', why_hint: '照企业的原话写', me: '本机', go: '记录申请', need_who: '请选一名到场人员', need_why: '请写企业说的理由', saved: '申请已记录，{time}，本机已存', list: '已记录的申请', item: '请{name}回避', decided: '负责人决定后，会发消息通知',
    not_yet: '签到后才能记录',
  },
  said: {
    title: '企业提出的意见', none: '还没有', count: '{n} 条', bar: '企业有 {n} 条新消息', empty: '企业还没有提出意见或申请', lead: '企业在核验页提出，随检查记录保存，不能改动。意见请当场听取；谁回避由单位负责人决定，检查照常进行。', offline: '当前连不上服务器，有网后显示', as_of: '当前连不上服务器，内容截至 {time}',
    view: '陈述、申辩', recusal: '申请{name}回避', waiting: '等单位负责人决定', granted: '同意回避，请换人继续', refused: '不予回避，检查继续', receipts: '企业已确认收到', receipt: '{title}，第 {n} 版',
  },
  code: {
    title: '亮证亮码', visit: '检查码', card: '证件码', which: '出示哪一个码', alt_visit: '检查码，请企业用微信扫一扫', alt_card: '证件码，请对方扫码核验', changes: '{n} 秒后换新码', short: '核验号',
    match: '请对方核对这个数字', matched: '{time} 已扫码，两部手机应相同', wait: '等待对方扫码', wait_why: '扫码后这里出现两位数字', wait_offline: '没有网络，请对方联网核验',
    uncalibrated: '时间未校准，显示静态码', no_static: '时间未校准，联网一次后才能出示动态码', drawing: '正在生成', absent: '还没有检查码', card_absent: '任务包里没有证件码，请联网更新',
    step_certificate: ['出示', '证件'], step_code: ['出示', '检查码'], step_notice: ['送达', '通知书'], step_rights: ['告知', '权利'], step_recording: ['告知', '录音录像'],
    done: '已完成', now: '进行中', todo: '未进行', did_certificate: '已出示证件', next_scan: '下一步：扫企业码', next_checkin: '下一步：到场签到', next_tell: '下一步：告知', back_visit: '回到检查', steps: '告知步骤',
  },
  scan: {
    title: '扫企业码', lead: '对准营业执照上的二维码', opening: '正在打开摄像头', denied: '没有摄像头权限。可在浏览器设置里允许，或手动输入', busy: '摄像头被占用，可重试或手动输入', absent: '没有摄像头，请手动输入', unsupported: '这个浏览器不能用摄像头，请手动输入',
    retry: '重新打开摄像头', album: '从相册选择', torch: '手电', type: '手动输入', type_label: '统一社会信用代码', type_hint: '18 位，不含 I、O、S、V、Z', type_go: '使用这个代码', shape: '不是 18 位信用代码，请核对', digit: '末位校验不对。请核对执照，仍要使用可再点一次',
    none: '这个二维码里没有信用代码，请换一个', wrong: '与任务企业不符', wrong_say: '扫到 {found}，任务企业是 {wanted}。可重新扫码；照常签到会如实记录，由后台核对', again: '重新扫码', keep: '仍然继续', match: '与任务企业一致', partner: '扫同行人员的证件码', partner_none: '这不是同行人员的证件码', partner_forged: '这个码的签名不对，不是司法局签发的。请对方出示手机上的证件码，或从任务名单里选', partner_lead: '对准同行人员手机上的证件码', picture_none: '照片里没有二维码',
  },
  checkin: {
    title: '到场签到', scanned: '与扫到的营业执照一致', typed: '信用代码为手动输入', differs: '扫到的是 {code}，与任务不符', not_scanned: '还没有扫企业码', scan: '扫企业码', finding: '正在定位，最多 25 秒', finding_now: '已得到约 {m} 米的定位，继续找更准的',
    at: '在登记地址 {m} 米处', near: '定位精度约 {m} 米，在 {radius} 米范围内', far: '定位精度约 {m} 米，超出 {radius} 米范围，会如实记录', no_point: '企业没有登记坐标，已记录当前位置', weak: '定位精度约 {m} 米，精度较低，照常签到',
    none: '无法定位', none_say: '可写明原因，照常签到', denied: '没有定位权限', denied_say: '可在浏览器设置里允许，或写明原因照常签到', coarse: '请打开“精确位置”', why: '没有定位的原因', why_hint: '如：地下室没有信号', again: '重新定位',
    time: '到场时间', calibrated: '已校准', carried: '按上次校准', uncalibrated: '未校准，按服务器时间核对', quiet: '安静期', cap: '本年次数', unknown: '到场后判断', unknown_say: '本机没有预判',
    self: '本机', scanned_partner: '已扫码', declared: '已确认同行', partner: '同行人员', partner_say: '检查不得少于两人。扫同行人员的证件码，或从任务名单里选', partner_scan: '扫证件码', partner_choose: '选{name}', partner_none: '没有同行人员，照常记录，会提示人数不足',
    offline: '当前没有网络。确认后先存在本机，联网后按到场时间记录，不影响本次检查。', go: '确认到场', saved: '到场已记录，{time}，本机已存', here: '你在这里', metres: '{m} 米', maybe: '定位精度约 {m} 米，可能在 {radius} 米范围内，如实记录', alone: '定位精度约 {m} 米，无法与登记地址比较', address: '登记地址', within: '{m} 米内', map: '你在登记地址{way} {m} 米', sketch: '方位示意', north: '北', unplanned: '没有任务的到场', purpose: '用于证明到场，仅在签到、签退、开始录制和拍照时获取',
  },
  way: { N: '以北', NE: '东北方', E: '以东', SE: '东南方', S: '以南', SW: '西南方', W: '以西', NW: '西北方' },
  tell: {
    title: '告知', arrived: '{time} 到场', notice: '送达检查通知书', notice_say: '请对方阅读并收下', rights: '告知权利', recording: '告知正在录音录像', recording_say: '“本次检查全程录音录像。”', did: '已完成', undone: '点一下，记下时间',
    rights_text: ['有权要求出示执法证件', '有权申请检查人员回避', '有权陈述和申辩', '有权拨打 12345 投诉'], go: '开始录制', need: '请先完成“告知正在录音录像”', missing: '还有 {n} 项没有告知，会如实显示', verdict: '到场判断', waiting: '到场已存在本机，联网后给出判断', show_code: '出示检查码', clean: '没有发现问题', skip: '不录像，直接填结果',
  },
  record: {
    title: '全程记录', awake: '请保持屏幕常亮，勿切换应用', back: '返回，录制继续', saved: '{n} 秒前已保存', safe: '意外退出也不会丢', not_saved: '还没有写入', left: '可录剩余', minutes: '{n} 分钟', minutes_more: '{n}+ 分钟', battery: '电量', unknown: '未知', arrival: '到场签到', segment: '第 {n} 段',
    profile: '标准 {w}×{h}，含声音', profile_mute: '标准 {w}×{h}，无声', sound: '有声', mute: '无声', photo: '拍照', mark: '标记', marked: '已标记 {time}，本机已存', pause: '暂停', resume: '继续录制', stop: '结束录制', start: '开始录制', starting: '正在打开摄像头',
    pause_why: '为什么暂停', why: { battery: '电量', call: '来电', storage: '存储', law: '法律规定不录', other: '其他' }, paused: '录制已暂停', hole: '中断 {n} 秒', check_out: '签退', lane: '应录与实录', on_site: '{name}，现场检查',
    hidden: '离开应用 {n} 秒，已另起一段继续', track: '录制中断 {n} 秒，已继续', silent: '录制中断 {n} 秒，已继续', ready: '还没有开始录制', ready_say: '开始后，画面出现在这里', stop_ask: '结束录制？', stop_say: '已录 {time}，都已存在本机，会继续上传', stop_no: '继续录制', preview: '取景画面', timer: '已录时间',
    halt: { denied: '没有摄像头或麦克风权限。请在浏览器设置里允许后重试', busy: '摄像头被占用，点此重试', absent: '没有找到摄像头', unsupported: '这个浏览器不能录像，请用系统浏览器打开', elsewhere: '已在另一窗口录制', no_format: '这个浏览器没有可用的录像格式', storage: '空间已满，录制已安全停止。已录部分都在', container: '录像格式与声明不符，已停止。已录部分都在', error: '录制出错，已停止。已录部分都在，可重试', silent: '没有收到画面，点此继续录制' },
    chip: '录制中 {time}', chip_paused: '录制已暂停 {time}', recovered: '上次录制意外中断，已保住 {kept}，可继续', finishing: '正在写完最后一段',
  },
  photo: {
    no_place: '无定位', visit_no: '检查号 {id}',
    title: '拍照取证', shoot: '拍摄', kind: '照片种类', site: '现场', evidence: '证据', paper: '文书', caption: '说明', caption_hint: '如：原料库货架', saved: '第 {n} 张照片，本机已存', roll: '已拍 {n} 张', system: '用系统相机拍摄', stamp: '印记预览', uncalibrated: '（未校准）', stamp_say: '印在副本上，原件不改', shot_hash: 'SHA-256 …', empty: '还没有照片', alt: '照片 {n}', no_camera: '没有摄像头，可用系统相机拍摄',
    wanted: '摄像头打开后马上拍，先别离开', missed: '这一张没有拍成，以前的都在。请回到拍照页再拍', full: '手机存储已满，照片没有存下。请先上传或清理',
  },
  checklist: {
    title: '检查清单', left: '还差 {n} 项', done: '全部填完，共 {n} 项', count: '已填 {n}，共 {all}', next: '下一项，还差 {n} 项', write: '写现场笔录', empty: '这次检查的事项没有清单', empty_say: '把看到的写进现场笔录。', yes: '符合', no: '不符合', na: '不适用',
    value: '数值（{unit}）', value_plain: '数值', value_hint: '如 -18.5', note: '看到的情况', note_hint: '如：4 月 18 日至 20 日没有记录', basis: '依据', photo: '拍照', photos: '照片 {n} 张', need_answer: '还没有填', need_value: '请填数字，最多四位小数', need_note: '不符合要写看到的情况', need_photo: '清单要求拍照', saved: '{time} 本机已存',
    of_items: '{n} 个事项共用', say: '每点一下就存在本机，可随时离开再来。', arrive: '签到后才能填清单',
  },
  write: {
    title: '现场笔录', known: '已填好', known_say: '来自任务、签到和检查清单', lines: '检查清单', lines_none: '清单还没有填', lines_left: '清单还差 {n} 项，可先写笔录', answered: '{n} 项：符合 {yes}，不符合 {no}', findings: '检查情况', findings_hint: '写明看到了什么、在哪里、多少', statement: '被检查单位的意见', statement_hint: '照对方的原话写；没有意见就写“无”',
    name: '现场人员姓名', name_hint: '没有人在场就不填', role: '职务', role_hint: '如：店长', read: '交当事人核对', need_findings: '请写检查情况', people: '检查人员', times: '到场时间', place: '地点', number: '笔录校验码 {hash}', again: '改内容，另存新版', again_say: '签过名的第 {n} 版照原样保留。改动后要重新签名。', again_yes: '另存新版', again_no: '不改',
    photo_n: '照片 {n} 张',
  },
  sign: {
    title: '核对签名', read: '请看完再签名', officer: '执法人员', attendee: '现场人员', witness: '见证人', go: '请{name}签名', done: '签名齐了，填检查结果', signed: '{time} 已签名', refused: '{time} 拒绝签名：{why}', locked: '第 {n} 版已锁定，{time}', pad: '签名处', pad_say: '在框里用手指签名', clear: '重写', ok: '确认签名', short: '笔迹太少，请重写', refuse: '拒绝签名',
    refuse_why: '拒绝签名的理由', refuse_hint: '照对方的原话写', refuse_say: '记下理由，由两名执法人员签名，可请见证人签名。', refuse_need: '请写拒绝的理由', refuse_open: '拒绝签名须两名执法人员都签名', witness_add: '请见证人签名', witness_name: '见证人姓名', witness_need: '请写见证人姓名', witness_other: '见证人不能是检查人员或现场人员', saved: '{name}的签名，本机已存', waits: '还没有签名', later: '先不签',
    full: '手机存储已满，签名没有存下。请先上传或清理',
    other: '不便在屏幕上签名', other_title: '不在屏幕上签名', other_say: '签在纸上的拍照存档，同样记入笔录。', paper: '拍摄纸上的签名或指印', typed: '录入姓名，由执法人员见证', typed_say: '先把笔录读给{name}听，本人确认后再选见证人。笔录会写明姓名是录入的。', typed_who: '见证的执法人员', typed_need: '请选见证的执法人员', typed_go: '{name}已确认，记入笔录', by_paper: '{time} 纸上签名', by_name: '{time} 录入姓名',
  },
  result: {
    goes_on: '检查还没有结束，今天先签退', lines: '要改正的事项', lines_say: '来自清单中不符合的项', workdays: '{n} 个工作日', until: '{day}前', weekend: '这一天不是工作日', past: '期限不能早于今天', provisional: '没有那一年的放假安排，按周一至周五算', checklist: '检查清单', record: '现场笔录', record_open: '还没有签名', record_signed: '{n} 人已签名', refusal: '对方拒绝签名，还缺第二名执法人员签名', other_day: '其他日期',
    title: '检查结果', outcome: '结论', summary: '情况说明', summary_hint: '写明检查了什么、发现了什么', deadline: '整改期限', deadline_hint: '如 2026-12-05', go: '完成并提交', need_outcome: '请先选一个结论', need_summary: '请写情况说明', need_deadline: '责令改正要写期限，如 2026-12-05', saved: '结果已记录，本机已存', note: '联网后送达；请勿清理浏览器数据', locked: '结果已提交，{time}', recording: '还在录制，签退前请结束录制',
    none_found: '未发现问题', corrected_on_spot: '当场改正', order_to_correct: '责令改正', case_opened: '立案', referred: '移送', refused_lawful: '企业依法拒绝', refused_other: '企业拒绝', aborted_before_entry: '未能进入', aborted_on_site: '中途终止',
  },
  checkout: {
    goes_on: '今天先到这里，{day}继续', title: '签退', ready: '可以签退', missing: '还差 {n} 处说明，就能签退', still: '还在录制，先结束录制', no_result: '还没有填检查结果', times: '{name}，{from} 到场，{to} 离场', need: '应录 {need}，实录 {have}', required: '应录', recorded: '实录 {n} 段', hole: '缺口', hole_at: '{time} 起缺 {n} 秒', hole_why: '超过 {most} 秒，请选一个原因', hole_ok: '{most} 秒以内，不用说明，如实显示给企业', hole_free: '清单没有要求，不用说明', hole_said: '原因：{why}',
    first: '到场后 {t}开始录制', last: '离场前 {t}停止录制', none: '没有录像', segments: '{n} 段校验无误，{size}', go: '确认离场', saved: '离场已记录，{time}，本机已存', lane: '应录与实录对照，共 {n} 处缺口', left: '已于 {time} 离场', result_go: '去填结果', record_go: '去结束录制', positioning: '正在取离场位置', home: '回到今日任务', on_site: '现场检查',
    ready_but: '可以签退，有 {n} 项会如实显示', free: '清单没有要求，实录 {have}', phase: { opening: '亮证告知', checking: '现场检查', closing: '结果签名' }, announced: '录制前已告知，{time}', not_announced: '录制前没有告知，会如实显示', first_told: '告知后 {t}开始录制', over: '{what}，超过 {most} 分', no_photo: '清单要求拍照，还没有照片',
  },
  outbox: {
    title: '待上传', items: '项待上传，共 {size}', from: '来自 {n} 次检查，最早的已等 {ago}', empty: '全部已送达，音像已封存', empty_sealing: '全部已送达，正在封存', empty_time: '核对于 {time}', offline: '当前无网络，将自动重试。内容都在本机，请勿清理浏览器数据。', sending: '正在上传，请保持应用打开', all: '全部 {n}', fix: '需要处理 {n}', filter: '筛选', records: '记录', photos: '照片', audio: '录音', video: '录像', net_asking: '正在连接服务器', net_wifi: '已联网，Wi-Fi', net_mobile: '已联网，移动网络', net_yes: '已联网', wifi: '仅 Wi-Fi 上传录像', wifi_say: '记录和照片照常上传', wifi_waits: '录像在等 Wi-Fi，记录和照片照常上传', left: '还剩 {n} 段', left_items: '还剩 {n} 项', arrived: '{time} 到场', go: '立即上传',
    again: '再试一次', blocked: '服务器没有接受：{why}', unplanned: '没有任务的到场', observation: '观察表', mismatch: '有 {n} 段与服务器收到的不一致，本机原件已保留', account: '账号与设备', old: '已等待超过 24 小时，请尽快联网', very_old: '已等待超过 72 小时，请立即联网', none_fix: '没有需要处理的项目',
  },
  me: {
    title: '我的', card: '执法证', organ: '单位', large: '大字版', language: '语言', zh: '中文', en: 'English', storage: '本机存储', persisted: '浏览器不会自动清理', not_persisted: '浏览器可能清理，请安装到桌面', persist: '请求保留', device: '设备密钥', device_ready: '已登记，编号 {kid}', device_waiting: '等待登记，编号 {kid}', device_none: '还没有', version: '版本', update: '检查更新', updated: '已是最新版本', update_found: '有新版本，点“更新”换上', update_unknown: '当前连不上服务器，没有查到。有网后再试', update_later: '正在录制，结束后再更新', update_waits: '{version}，有新版本', profile: '录制档位', profile_is: '标准 {w}×{h}，每秒 {n} 帧，含声音', room: '已用 {used}，还可用约 {free}', guard_age: '最早的已等 {ago}', override: '测试参数：每段 {n} 秒', clock: '时间校准', clock_ok: '{time} 校准，差 {n} 秒', clock_none: '未校准', push: '通知', push_on: '已开启', push_off: '未开启', push_ask: '开启通知', push_no: '这台手机收不到网页推送，请看任务列表', push_denied: '通知权限被拒绝，可在浏览器设置里允许', out: '退出登录', guard: '还有 {n} 项没送达', guard_say: '数据留在本机，只有您登录后能继续上传。再次登录需要网络。', guard_upload: '先上传', guard_out: '仍要退出', out_offline: '退出登录需要网络', role_officer: '执法人员', role_supervisor: '监督员', tasks: '今日任务', observations: '我的观察',
    diagnosis: '诊断包', diagnosis_say: '手机和待上传的状态，不含姓名、企业和记录内容', diagnosis_go: '保存',
  },
  account: {
    entry: '登录与设备', sessions: '登录中的设备', sessions_say: '不认识的请马上结束，下一次操作就会被拒绝', here: '本机', since: '{at} 登录', by_password: '密码', by_passkey: '通行密钥', end: '结束', ended: '已结束，下一次操作就会被拒绝', unknown: '未知浏览器',
    devices: '签名设备', devices_say: '丢失的手机请马上停用。它的登录随即结束，以后传来的内容单独存放，待复核', key: '密钥 {kid}', enrolled: '{at} 登记', revoked: '{at} 已停用', revoke: '停用', revoke_ask: '停用密钥 {kid}？', revoke_say: '停用后不能恢复，这台手机要重新登记', revoke_here: '这是本机。停用后要重新登录并设置 PIN，本机已存的内容仍在', revoke_yes: '停用', revoke_no: '不停用', revoked_done: '设备已停用，它的登录已结束', no_devices: '没有签名设备',
    passkeys: '通行密钥', passkeys_say: '用指纹、面容或锁屏密码登录，不用再输密码', passkeys_none: '还没有通行密钥', passkeys_absent: '这个浏览器不支持通行密钥，照常用密码登录', add: '添加', added: '通行密钥已添加', used: '{at} 用过', unused: '还没有用过', made: '{at} 添加', synced: '可同步', bound: '只在一台设备上', remove: '删除', removed: '通行密钥已删除', unreachable: '当前连不上服务器，没有改动。有网后再试',
    password: '修改密码', password_first: '设置密码', password_first_say: '先把一次性密码换成自己的密码', now: '现在的密码', fresh: '新密码', again: '再输入一次新密码', rule: '至少 10 个字符，不能是常见密码，也不能是账号。几个不相干的词连起来，好记又难猜', differ: '两次输入的新密码不一样', missing: '还有没填的', save: '保存新密码', saved: '密码已修改，其他设备上的登录已结束',
    lock: '立即锁定', pin_lock: 'PIN 锁', pin_lock_say: '离开 {n} 分钟后自动锁定', notice: '个人信息处理告知', notice_lead: '首次使用前请阅读，版本 {version}', notice_go: '已阅读，继续', notice_out: '退出登录', data: '我的数据', data_say: '系统里关于您的信息。写错的请管理员更正', name: '姓名', role: '岗位', region: '区域', login: '账号', number: '身份证号码', sealed: '已密封保存，不显示', not_kept: '没有收集', notices: '看过的告知', notice_at: '{version} 版，{at}', phone: '联系电话', phone_hint: '手机号，或带区号的固定电话', phone_save: '保存电话', phone_saved: '已保存，加密存放', phone_gone: '电话已删除', held: '系统保存的关于您的内容', held_n: '{n} 条', held_span: '{from} 至 {to}', held_file: '下载全部', reading: '正在读取',
  },
  join: {
    title: '接受邀请', lead: '行政执法监督员开通账号', say: '设置账号和密码，以后用它登录。这张邀请只能用一次。', name: '姓名', name_hint: '与登记的一致可不填', account: '账号', account_hint: '如：lihua，不含空格', password: '密码', again: '再输入一次密码', go: '开通并登录', missing: '请填写账号和密码', differ: '两次输入的密码不一样', incomplete: '邀请链接不完整。请重新扫描邀请二维码', someone: '这台手机已登录 {name}。接受邀请会退出该账号，本机已存的内容仍在', offline: '当前连不上服务器，邀请还没有使用。有网后再试', sign_in: '已有账号，去登录',
  },
  inapp: { title: '请用系统浏览器打开', say: '在微信等应用里不能录音录像，也存不住数据。', how: '点右上角“…”，选“在浏览器打开”；或复制链接，粘贴到系统浏览器。', copy: '复制链接', copied: '链接已复制', go_on: '只看，不录像' },
  follow: {
    title: '整改复查', waiting: '待复查 {n} 项', empty: '没有待复查事项', offline: '当前连不上服务器，有网后显示', as_of: '当前连不上服务器，内容截至 {time}',
    early: '未到期', open: '可以复查', late: '已过复查期限', window: '{first}至{last}可以复查', free: '第一次复查不占检查次数', counts: '已复查 {n} 次，再查计入次数',
    found: '{day}检查发现，{names}', start: '复查', planned: '已安排 {day}复查', sheet: '安排复查', day: '日期', time: '时间（可不填）', time_hint: '如 09:30', need_day: '请填日期，如 2026-05-20', need_time: '请按 09:30 的样子填',
    lead: '由上次到场人员复查，只看当时责令改正的事项。提交后由单位负责人审批。', submit: '提交审批', asked: '已提交，等负责人审批',
  },
  invited: {
    title: '参加检查的邀请', none: '暂无邀请', waiting: '{n} 条待答复', empty: '暂无邀请', lead: '您只观察，不检查、不索要材料。企业名称在检查当天告知，请勿提前打听。', offline: '当前连不上服务器，有网后显示', as_of: '当前连不上服务器，内容截至 {time}',
    invited: '待答复', accepted: '已接受', declined: '已谢绝', withdrawn: '已撤回', accept: '接受邀请', decline: '谢绝邀请', cannot: '不能去了', why: '原因', why_hint: '如：当天出差', need_why: '请写明原因', because: '原因：{why}', named_later: '企业名称检查当天告知', kept_away: '这家企业在您的回避名单上，请谢绝', over: '这次检查已经开始、结束或取消', accepted_told: '已接受，届时请准时到场', declined_told: '已谢绝，司法局会看到原因',
  },
  observe: {
    title: '观察表', list: '我的观察', rule: '您只观察，不检查、不索要材料', where: '在哪里', where_label: '看到的企业或地点', where_hint: '如：望江路 12 号餐饮店', progress: '已答 {n}，共 12', yes: '是', no: '否', unseen: '看不清', text: '补充一句话', text_hint: '只写看到的', photo: '补一张照片', photos: '已拍 {n} 张，本机已存', place: '附上我的位置', place_have: '已附位置，精度约 {m} 米', place_none: '没有附位置', draft: '本机已存，未提交。还有 {n} 项未答', ready: '本机已存，未提交', submit: '提交', saved: '观察表已提交，本机已存', need_where: '请写明在哪里', need_all: '还有 {n} 项未答。没看到的请选“看不清”', locked: '提交后不能修改', later: '追加说明', later_label: '后来想起的情况', later_hint: '写明后不能修改', later_add: '追加', later_need: '请写明要追加的情况', later_saved: '已追加，本机已存，{time}', later_full: '最多追加 {n} 条。还有情况请提交线索', later_refused: '服务器没有接受这一条，内容仍在本机。请联系司法局', new: '新的观察', empty: '还没有观察记录', sent_at: '{time} 提交', continue: '未提交的观察', answer: '第 {n} 题的回答', submitted: '已提交',
    questions: SHEET,
  },
  clue: {
    one: '线索', list: '我的线索', new: '提出线索', empty: '还没有提出线索。看到不合规定的检查，可以在这里反映', unsent: '本机已存，未提交', what: '发生了什么', what_hint: '写看到的经过，不必写身份证号', where: '在哪里（可不填）', about: '哪个单位（可不填）', about_hint: '如：衣服上写的单位名称',
    hidden: '匿名对被监督单位', hidden_say: '只有司法局知道是您提出的', shown_say: '承办单位能看到您的姓名', need_text: '请写明发生了什么，至少 4 个字', draft: '本机已存，未提交', submit: '提交线索', discard: '删除这条草稿', saved: '线索已提交，本机已存', waits: '本机已存，有网络时自动送达，送达后给回执号', received: '已送达', number: '回执号', back: '返回我的线索',
    result: '处理结果', answer: '处理结果', why_not: '不予受理的理由', sent: '提交日期', gone: '没有这条线索的处理结果', extended: '情况复杂，答复期限已延长一次', as_of: '数据截至 {day}', told_on: '{day} 提交',
    due_accept: '{day}前告知是否受理', due_answer: '处理中，预计 {day}前答复', state_received: '待受理', state_accepted: '处理中', state_referred: '处理中', state_refused: '不予受理', state_answered: '已答复', discard_sure: '再按一次删除',
    scan: '扫检查码', scanned: '已扫检查码，送达后自动写明单位和企业', not_code: '这不是检查码，请扫执法人员出示的检查码', remove: '去掉', add_photo: '加照片', photo_n: '第 {n} 张照片', remove_photo: '去掉第 {n} 张照片', photo_say: '最多 {n} 张。拍事不拍人脸；拍摄地点等附带信息不上传', photos: '附照片 {n} 张', no_photo: '这个文件不是照片，请换一张',
  },
  time: { seconds: '{n} 秒', minutes: '{n} 分', minutes_seconds: '{m} 分 {s} 秒', hours_minutes: '{h} 小时 {m} 分' },
}

/** The shape of a catalogue: the same keys, any words. */
export type Catalogue = { [S in keyof typeof zh]: Words<(typeof zh)[S]> }
type Words<T> = { [K in keyof T]: T[K] extends string ? string : T[K] extends string[] ? string[] : Words<T[K]> }
