# ما يظهر في الطرفية حول المقابلة.

ask-name = من العميل المحتمل؟ اكتب الاسم.
name-empty = الاسم مطلوب، مثلًا: qualify-bot chat Acme
name-too-long = الاسم أطول من { $limit } حرف. يُرجى استخدام اسم أقصر.
leave-hint = اضغط Enter للخروج.
not-for-prospects-list = لا تحتوي القائمة «{ $list }» على أسئلة موجّهة إلى العميل المحتمل. استخدم: { $option }
unknown-language = لا توجد لغة بالرمز «{ $language }». اللغات المتاحة: { $languages }
not-an-answer-line = تعذّرت قراءة السطر { $line }: { $error }. أما الأسطر التي قبله فقد قُرئت. يبيّن الملف { $page } ما يمكن أن يحتويه السطر.
not-a-price = «{ $price }» ليس سعرًا. اكتب مبلغًا ورمز عملة، مثلًا: { $example }
nothing-found = لا شيء محفوظ عن «{ $prospect }» بعد. ابدأ بالأمر: { $command }
nobody-yet = لا يوجد عملاء محتملون بعد. ابدأ بالأمر: qualify-bot chat NAME
setting-wrong = لا يمكن استخدام الإعداد { $name }: { $problem }
env-not-utf8 = تعذّرت قراءة الملف { $file }. احفظه ملفًا نصّيًا بترميز UTF-8.
output-closed = أُغلق مكان العرض.
unexpected = حدث خطأ من جهتنا ({ $error }). لم يُحفظ ما كان يجري الآن، وكل ما قبله محفوظ. حاول مرة أخرى، وأبلغنا إن استمرّ الخطأ.

storage-not-a-database = الملف { $database } ليس قاعدة بيانات أو أنه تالف. حدّد ملفًا آخر في DATABASE_URL، أو استعِد نسخة احتياطية.
storage-damaged = تعذّرت قراءة ما هو محفوظ في { $database }. استعِد نسخة احتياطية، أو حدّد ملفًا آخر في DATABASE_URL. لم يُغيَّر شيء.
storage-foreign = الملف { $database } قاعدة بيانات تخصّ برنامجًا آخر، ولم يُغيَّر فيه شيء. حدّد ملفًا آخر في DATABASE_URL.
storage-newer = أُنشئت قاعدة البيانات { $database } بإصدار أحدث من هذا البرنامج. يُرجى تحديث البرنامج، ولم يُغيَّر شيء.
storage-unwritable = تتعذّر الكتابة في { $database }. تأكّد من وجود المجلد أو قاعدة البيانات ومن صلاحية الكتابة، أو حدّد غيرها في DATABASE_URL.
storage-busy = يستخدم برنامج آخر قاعدة البيانات { $database } الآن. لم يُحفظ ما كان يجري الآن، وكل ما قبله محفوظ. يُرجى المحاولة مرة أخرى.
storage-full = لا مساحة متبقية على القرص. لم يُحفظ ما كان يجري الآن، وكل ما قبله محفوظ. أفرغ بعض المساحة ثم حاول مرة أخرى.
storage-unsupported = لا يدلّ «{ $database }» على قاعدة بيانات يمكن استخدامها. استخدم ملفًا، DATABASE_URL=sqlite:///qualify-bot.db، أو خادمًا، DATABASE_URL=postgresql://user:password@host/database
storage-away = لا تستجيب قاعدة البيانات { $database }. لم يُحفظ ما كان يجري الآن، وكل ما قبله محفوظ. تأكّد من أن الخادم يعمل ومن أن DATABASE_URL يدلّ عليه، ثم حاول مرة أخرى.
storage-sealed = ما هو محفوظ في { $database } مشفّر، ولا يفتحه أيّ مفتاح في ENCRYPTION_KEYS. أعِد المفتاح الذي شُفّر به. لم يُغيَّر شيء.
storage-failed = أبلغت قاعدة البيانات { $database } عن خطأ. لم يُحفظ ما كان يجري الآن، وكل ما قبله محفوظ. يُرجى المحاولة مرة أخرى.

list-heading = العملاء المحتملون
list-open = قيد الإجابة، { $count } من { $most } على الأكثر
list-paused = متوقّفة مؤقتًا، { $count } من { $most } على الأكثر
list-cancelled = ملغاة
list-finished = { $verdict } · { $score } من 100
list-finished-unscored = { $verdict }
list-row = { $state } · { $list } · { DATETIME($date, dateStyle: "medium") }
by-prospect = { $state }، بإجابات العميل المحتمل
show-answers = إجابات { $prospect }

profile-row =
    { $count ->
        [zero] { $name }: لا صفات فيها
        [one] { $name }: صفة واحدة
        [two] { $name }: صفتان
        [few] { $name }: { $count } صفات
        [many] { $name }: { $count } صفة
       *[other] { $name }: { $count } صفة
    }
profile-weight = الوزن { $weight }
profile-noted = للتدوين فقط
profile-deal-breaker = { $weight }، شرط أساسي
profile-trait = { $question } · { $weight }
profile-fine = { $list }: لا شيء يحتاج إلى تعديل.
database-fine = قاعدة البيانات { $database } محدّثة.

## العناية بالبوت أثناء عمله

at-work = البوت يعمل إلى أن يُوقَف. للإيقاف: Ctrl-C.
stopped = توقّف البوت، ولم يضِع شيء.
nothing-undelivered = وصلت كل الرسائل أو هي في طريقها.
resend-what = حدّد الرسائل التي تُعاد بمفاتيحها ({ $command })، أو أضف { $option }.
resend-unknown = لا توجد رسالة متروكة بالمفتاح «{ $message }». لعرض الرسائل المتروكة: qualify-bot undelivered
resent =
    { $count ->
        [0] لا توجد رسائل تُعاد.
        [zero] لا توجد رسائل تُعاد.
        [one] ستُعاد رسالة واحدة.
        [two] ستُعاد رسالتان.
        [few] ستُعاد { $count } رسائل.
        [many] ستُعاد { $count } رسالة.
       *[other] ستُعاد { $count } رسالة.
    }
kept-for =
    { $count ->
        [0] تُحفظ بيانات العملاء المحتملين دون مدة محددة.
        [zero] تُحفظ بيانات العملاء المحتملين دون مدة محددة.
        [one] تُحفظ بيانات العملاء المحتملين يومًا واحدًا بعد آخر تغيير.
        [two] تُحفظ بيانات العملاء المحتملين يومين بعد آخر تغيير.
        [few] تُحفظ بيانات العملاء المحتملين { $count } أيام بعد آخر تغيير.
        [many] تُحفظ بيانات العملاء المحتملين { $count } يومًا بعد آخر تغيير.
       *[other] تُحفظ بيانات العملاء المحتملين { $count } يوم بعد آخر تغيير.
    }
nothing-logged = السجل فارغ حتى الآن.
forget-prospect = هل تريد حذف كل ما يخصّ { $prospect }: المقابلات والإجابات والنتائج والرسائل؟ لا يمكن التراجع عن ذلك. اكتب نعم.
forget-member = هل تريد حذف كل ما قيل في { $address }؟ تبقى مقابلات الفريق ونتائجه. لا يمكن التراجع عن ذلك. اكتب نعم.
forget-team = هل تريد حذف فريق { $space } وكل ما لديه؟ لا يمكن التراجع عن ذلك. اكتب نعم.
forget-needs-yes = لا يمكن السؤال هنا. إن كان الحذف مقصودًا فأضف { $option }. لم يُحذف شيء.
forgot-nothing = لم يُحذف شيء.
nothing-to-forget = لا شيء محفوظ عن «{ $what }».
no-such-team = لا يستخدم أيّ فريق المساحة «{ $space }».
not-an-address = «{ $address }» ليس عنوانًا. اكتب المنصة والمساحة والقناة، مثل slack:T0123:U0456.
forgotten = حُذف كل ما يخصّ «{ $what }».
forgot-due = حُذف كل ما انتهت مدة حفظه.
sealed = كل ما هو محفوظ في { $database } مشفّر بأحدث مفتاح.
unsealed = لم يعد شيء مما هو محفوظ في { $database } مشفّرًا.
backup-exists = الملف { $file } موجود من قبل، ولم يُكتب شيء. حدّد اسمًا آخر.
backup-of-a-server = قاعدة البيانات هذه على خادم. انسخها احتياطيًا ببرنامجها: { $command }
backed-up = نُسخت قاعدة البيانات إلى { $file }.
seal-without-key = لا يوجد مفتاح في ENCRYPTION_KEYS. لإنشاء مفتاح: { $command }
copy-not-empty = قاعدة البيانات الأخرى مستخدمة من قبل، ولم يُنسخ شيء. حدّد قاعدة بيانات فارغة.
copied = نُسخ كل شيء. استخدم قاعدة البيانات الأخرى في DATABASE_URL من الآن.
slack-no-way-in = يوجد رمز بوت Slack ولكن لا طريق لتلقّي الرسائل. عيّن { $socket } لوضع Socket Mode أو { $http } لـHTTP.
slack-half-a-client = ضُبط واحد فقط من { $id } و{ $secret }. اضبط الاثنين كما في صفحة التطبيق «Basic Information»، أو لا تضبط أيًّا منهما.
slack-one-or-many = ضُبط { $token } و{ $client } معًا. أبقِ { $token } لمساحة عمل واحدة، أو { $client } مع سرّه لعدة مساحات.
discord-token-refused = لا يقبل Discord القيمة { $token } ({ $reason }). انسخها من جديد من صفحة التطبيق “Bot”.
slack-token-refused = لا يقبل Slack القيمة { $token } ({ $reason }). انسخها من جديد من صفحة التطبيق “OAuth & Permissions”.
