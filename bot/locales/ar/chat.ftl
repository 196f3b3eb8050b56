# ما يقال في منصات المحادثة إلى جانب المقابلة.

chat-begun = كتبتُ إليك في محادثتنا الخاصة.
chat-help =
    اكتب { $command } ثم الاسم، مثلًا: { $example }. سأسألك عنه بعد ذلك في محادثتنا الخاصة، سؤالًا بعد سؤال.
    { $list } – كل من هم في السجل
    { $show } – ما في السجل عن أحدهم
    { $resume } – متابعة مقابلة
    { $cancel } – ترك مقابلة، وسأسألك قبل ذلك
    { $export } – كل ما في السجل في ملف
    { $settings } – لغتك ومنطقتك الزمنية
    { $reply } – الكتابة إلى عميل محتمل تواصل بنفسه
    { $link } – للمشرفين: فريق واحد في Slack وDiscord
    { $verdicts } – في قناة: تظهر النتائج فيها من الآن فصاعدًا
chat-name-too-long = هذا الاسم طويل جدًا. اكتب { $command } ثم اسمًا أقصر.
chat-away = لم يُحفظ ذلك. حاول مرة أخرى بعد دقيقة من فضلك.
chat-slow = يستغرق ذلك وقتًا أطول من المعتاد. ألقِ نظرة على محادثتنا الخاصة قبل أن تعيد المحاولة من فضلك.
chat-not-now = لا يمكن ذلك الآن. حاول مرة أخرى بعد دقيقة من فضلك.
chat-no-form = لا يفتح Slack النموذج حاليًا. يمكنك كتابة إجابتك هنا في رسالة.
chat-words-only = لا أقرأ إلا النصوص. اكتب ما تريد في رسالة من فضلك.
chat-word-alone = لا يُكتب شيء بعد «{ $command }». إن كان هذا اسمًا فضعه بين علامتي اقتباس: { $quoted }
chat-not-yours = يتولّى زميل آخر المقابلة عن { $prospect }. لتتولّاها أنت أولًا، اكتب: { $command }
chat-none-open = لا توجد مقابلة مفتوحة عن { $prospect }، فلا شيء لإلغائه.
chat-language-hint = أتفضّل العربية؟ اكتب { $command }
chat-choose = اختر
chat-shortened = اختُصر النص ليتسع له المكان. للحصول على كل شيء في ملف: { $command }
chat-list-wrong = لا يمكن استعمال القائمة المطلوبة حاليًا. يعرف مشغّل البوت السبب بهذا الأمر: qualify-bot profile check FILE
chat-members-only = هذا لأعضاء مساحة العمل وحدهم، وليس للضيوف.
chat-unknown = لا يخبرنا Slack حاليًا من أنت، فلم يحدث شيء. حاول مرة أخرى بعد دقيقة من فضلك.
chat-verdicts-here = من الآن فصاعدًا تظهر النتائج في هذه القناة.
chat-verdicts-come = ستظهر النتائج في هذه القناة من الآن فصاعدًا.
chat-verdicts-elsewhere = ستظهر النتائج في قناة أخرى من الآن فصاعدًا.
chat-verdicts-look = لحظة من فضلك: أتحقق من أنني أستطيع الكتابة هنا.
chat-verdicts-archived = هذه القناة مؤرشفة. اكتب هذا في قناة مستعملة.
chat-verdicts-forbidden = لا يُسمح لي بالكتابة في هذه القناة. اطلب الإذن ممن يديرها، أو اختر قناة أخرى.
chat-verdicts-not-here = اكتب هذا في القناة التي تريد أن تظهر فيها النتائج، لا في محادثة خاصة.
chat-verdicts-no-access = لا أستطيع الكتابة في هذه القناة. أضفني إليها أولًا (اكتب فيها: { $invite }) ثم أعد المحاولة.

## ما يمكن طلبه: الكلمات التي تلي الأمر، بأي لغة؛ تفصل | بين كلمتين

command-list = القائمة | قائمة
command-show = اعرض | عرض
command-resume = تابع | متابعة
command-cancel = إلغاء | ألغ
command-settings = الإعدادات | إعدادات
command-export = تصدير | صدّر
command-help = مساعدة
command-verdicts-here = النتائج هنا
command-link = ربط
command-team = الفريق | فريق
command-panel = لوحة
command-intake = الاستقبال | استقبال
command-block = حظر
command-unblock = رفع الحظر
command-members = الأعضاء | أعضاء
command-reply = رد
command-name = الاسم

chat-nothing-found = لا شيء عن { $prospect } بعد. ابدأ بكتابة: { $command }
chat-nobody-yet = لا أحد في السجل بعد. ابدأ بكتابة: { $command }
chat-nothing-open = ليست لديك مقابلة مفتوحة. ابدأ واحدة بكتابة: { $command }
chat-more = هذه هي الأحدث. للحصول على كل شيء في ملف: { $command }
chat-on-it = أتابع معك في محادثتنا الخاصة.
chat-export-comes = الملف في طريقه إلى محادثتنا الخاصة.
chat-export = كل ما في السجل حتى { DATETIME($date, dateStyle: "long") }.
chat-stray = اكتب { $command } ثم الاسم لتبدأ، أو { $help } لتعرف ما يمكنني فعله.

## الصفحة الرئيسية والنماذج

home-heading = مع من تريد أن تعمل؟
home-begin = تقييم عميل محتمل
home-open = المقابلات المفتوحة
home-verdicts = أحدث النتائج
home-open-none = لا شيء مفتوح.
home-verdicts-none = لا نتائج بعد.
home-pending = تذهب النتائج إلى { $channel }. لاختيار قناة أخرى اكتب فيها: { $command }
home-pending-nowhere = ليست للفريق قناة للنتائج بعد. اكتب في القناة المطلوبة: { $command }
home-resume = متابعة
home-cancel = إلغاء
home-change = تغيير
home-show = عرض
home-more = تظهر هنا الأحدث فقط، وعددها { $shown }.
home-all = عرض الكل
home-export = تصدير
home-settings = الإعدادات
home-gone = لم يعد هذا في السجل.

form-qualify = تقييم عميل محتمل
form-name = من هو؟
form-list = أي قائمة؟
form-list-usual = كالمعتاد
form-send = إرسال
form-begin = ابدأ
form-store = حفظ
form-close = إغلاق
form-sorry = غير متاح الآن
form-write = إجابتك
form-settings = الإعدادات
form-language = اللغة
form-as-slack = كما في ملفي في Slack
form-zone = المنطقة الزمنية، مثل { $example }. اتركها فارغة لتؤخذ من ملفك في Slack.
form-zone-unknown = لا توجد منطقة زمنية بهذا الاسم. اكتبها هكذا: { $example }
form-name-empty = لا بد من اسم.
form-name-too-long = هذا الاسم طويل جدًا. استعمل اسمًا أقصر من فضلك.
