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
storage-unwritable = تتعذّر الكتابة في { $database }. تأكّد من وجود المجلد ومن صلاحية الكتابة فيه، أو حدّد ملفًا آخر في DATABASE_URL.
storage-busy = يستخدم برنامج آخر قاعدة البيانات { $database } الآن. لم يُحفظ ما كان يجري الآن، وكل ما قبله محفوظ. يُرجى المحاولة مرة أخرى.
storage-full = لا مساحة متبقية على القرص. لم يُحفظ ما كان يجري الآن، وكل ما قبله محفوظ. أفرغ بعض المساحة ثم حاول مرة أخرى.
storage-unsupported = لا يدلّ «{ $database }» على قاعدة بيانات يمكن استخدامها حاليًا. استخدم ملفًا: DATABASE_URL=sqlite:///qualify-bot.db
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
